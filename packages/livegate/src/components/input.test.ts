import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { form } from "../html/form.ts";
import { hiddenInput, input } from "./input.ts";
import { passwordInput } from "./password-input.ts";
import { attribute, print, tags } from "./print.fixture.ts";
import { textarea } from "./textarea.ts";

const Album = z.object({ title: z.string(), released: z.coerce.date<Date | string>(), notes: z.string() });
const values = { title: 'a "b"', released: new Date("1971-06-22T00:00:00Z"), notes: "\n<one>\ntwo" };
const { title, released, notes } = form(Album, { as: "album", values }).fields;
const wrong = form(Album, { as: "album" }).withError("title", "Too short.").withError("title", "Too blue.")
  .fields.title;

test("an input has the names and the value of its field, and a label of its own", () => {
  const page = print(input({ field: title, label: "Title", rest: { required: true, maxlength: 9 } }));
  const [tag = ""] = tags(page, "input");
  assert.deepEqual(
    ["id", "name", "type", "value", "required", "maxlength"].map((name) => attribute(tag, name)),
    ["album_title", "album[title]", "text", "a &quot;b&quot;", "", "9"],
  );
  assert.match(page, /<label for="album_title"[^>]*>Title<\/label>/);
});

test("a date's input shows its day", () => {
  assert.match(print(input({ field: released, type: "date", label: "Released" })), /value="1971-06-22"/);
});

test("below an input is its hint, and in its place what is wrong, tied to it", () => {
  const right = print(input({ field: title, label: "Title", hint: "As on the sleeve." }));
  assert.match(right, /<p id="album_title_messages"[^>]*>As on the sleeve\.<\/p>/);
  assert.equal(attribute(tags(right, "input")[0] ?? "", "aria-invalid"), "false");
  const page = print(input({ field: wrong, label: "Title", hint: "As on the sleeve." }));
  assert.match(page, /<p id="album_title_messages"[^>]* aria-live="polite">Too short\. Too blue\.<\/p>/);
  const [tag = ""] = tags(page, "input");
  assert.deepEqual(
    [attribute(tag, "aria-invalid"), attribute(tag, "aria-describedby")],
    ["true", "album_title_messages"],
  );
});

test("a password is a password, with a button that only shows it", () => {
  const page = print(passwordInput({ field: title, label: "Password", autocomplete: "new-password" }));
  const [tag = ""] = tags(page, "input");
  assert.deepEqual([attribute(tag, "type"), attribute(tag, "autocomplete")], ["password", "new-password"]);
  const [button = ""] = tags(page, "button");
  assert.deepEqual(
    [attribute(button, "type"), attribute(button, "aria-controls"), attribute(button, "aria-pressed")],
    ["button", "album_title", "false"],
  );
});

test("a text of several lines keeps its first line break", () => {
  const page = print(textarea({ field: notes, label: "Notes", rows: 6 }));
  assert.match(page, / rows="6" /);
  const printed = String(/<textarea[^>]*>\n?([^]*)<\/textarea>/.exec(page)?.[1]);
  assert.equal(printed, " &lt;one&gt; two");
});

test("a hidden input is nothing but its name and value", () => {
  assert.equal(print(hiddenInput(notes)).includes('type="hidden" id="album_notes" name="album[notes]"'), true);
});
