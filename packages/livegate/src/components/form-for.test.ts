import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { form } from "../html/form.ts";
import { formFor } from "./form-for.ts";
import { attribute, print, tags } from "./print.fixture.ts";

const album = form(z.object({ title: z.string() }), { as: "album", id: "new-album" });
const tagOf = (page: string): string => tags(page, "form")[0] ?? "";
const hidden = (page: string): readonly (readonly (string | null)[])[] =>
  tags(page, "input").map((tag) => [attribute(tag, "name"), attribute(tag, "value")]);

test("a live form has its events and an id, and goes nowhere by itself", () => {
  const page = print(formFor({ form: album, change: "validate", submit: "save", children: "…" }));
  const names = ["id", "phx-change", "phx-submit", "action", "method", "phx-trigger-action", "novalidate"];
  assert.deepEqual(
    names.map((name) => attribute(tagOf(page), name)),
    ["new-album", "validate", "save", null, null, null, ""],
  );
  assert.deepEqual(hidden(page), []);
});

test("a form with an action posts there with a token", () => {
  const page = print(formFor({ form: album, action: "/albums", children: "…" }));
  assert.deepEqual([attribute(tagOf(page), "action"), attribute(tagOf(page), "method")], ["/albums", "post"]);
  assert.deepEqual(hidden(page), [["_csrf_token", "token"]]);
});

test("other methods than HTML's travel in a field, and a GET carries no token", () => {
  const put = print(formFor({ form: album, action: "/albums/1", method: "put", children: "…" }));
  assert.equal(attribute(tagOf(put), "method"), "post");
  assert.deepEqual(hidden(put), [
    ["_csrf_token", "token"],
    ["_method", "put"],
  ]);
  const get = print(formFor({ form: album, action: "/albums", method: "get", children: "…" }));
  assert.deepEqual([attribute(tagOf(get), "method"), hidden(get)], ["get", []]);
});

test("what is wrong with the whole form is said at once, before its inputs", () => {
  const page = print(formFor({ form: album.withError("", "Nobody is at home."), children: "inputs" }));
  assert.match(page, /role="alert">.*Nobody is at home\.<\/p> inputs/);
});

test("a form that is ready is sent as a request", () => {
  const page = print(formFor({ form: album, action: "/log_in", triggerAction: true, children: "…" }));
  assert.equal(attribute(tagOf(page), "phx-trigger-action"), "");
});
