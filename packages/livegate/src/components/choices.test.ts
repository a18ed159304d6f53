import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { form } from "../html/form.ts";
import { checkbox, checkboxGroup } from "./checkbox.ts";
import { attribute, print, tags } from "./print.fixture.ts";
import { radioGroup } from "./radio-group.ts";
import { multiSelect, select } from "./select.ts";

const Album = z.object({
  genre: z.string(),
  live: z.stringbool(),
  condition: z.enum(["mint", "worn"]),
  formats: z.array(z.enum(["lp", "cd", "tape"])),
});
const values = { genre: "jazz", live: true, condition: "worn", formats: ["cd", "tape"] } as const;
const { genre, live, condition, formats } = form(Album, { as: "album", values }).fields;
const blank = form(Album, { as: "album" }).fields;

/** The values of those that have an attribute. */
const having = (found: readonly string[], name: string): readonly (string | null)[] =>
  found.filter((tag) => attribute(tag, name) !== null).map((tag) => attribute(tag, "value"));

test("a list has its choices, in groups or not, and shows the one that is chosen", () => {
  const choices = ["rock", { group: "Quiet", choices: ["folk", { value: "jazz", label: "Jazz", disabled: true }] }];
  const page = print(select({ field: genre, label: "Genre", prompt: "Pick one", choices }));
  assert.deepEqual(
    tags(page, "option").map((tag) => attribute(tag, "value")),
    ["", "rock", "folk", "jazz"],
  );
  assert.deepEqual(
    [having(tags(page, "option"), "selected"), having(tags(page, "option"), "disabled")],
    [["jazz"], ["jazz"]],
  );
  assert.match(page, /<optgroup label="Quiet">.*>folk<.*>Jazz<.*<\/optgroup>/);
  assert.equal(
    having(tags(print(select({ field: blank.genre, label: "Genre", choices })), "option"), "selected").length,
    0,
  );
});

test("a list for several shows all that are chosen, and lets none be sent", () => {
  const page = print(multiSelect({ field: formats, label: "Formats", choices: ["lp", "cd", "tape"] }));
  assert.deepEqual(having(tags(page, "option"), "selected"), ["cd", "tape"]);
  const [list = ""] = tags(page, "select");
  assert.deepEqual([attribute(list, "name"), attribute(list, "multiple")], ["album[formats][]", ""]);
  assert.deepEqual(tags(page, "input"), ['<input type="hidden" name="album[formats][]"/>']);
});

test("a box sends yes or no", () => {
  const [no = "", yes = ""] = tags(print(checkbox({ field: live, label: "Live" })), "input");
  assert.deepEqual(
    [no, yes].map((tag) => [attribute(tag, "type"), attribute(tag, "value")]),
    [
      ["hidden", "false"],
      ["checkbox", "true"],
    ],
  );
  assert.equal(attribute(yes, "checked"), "");
  assert.equal(
    attribute(tags(print(checkbox({ field: blank.live, label: "Live" })), "input")[1] ?? "", "checked"),
    null,
  );
});

test("boxes of one name are ticked by their values, and are named as a group", () => {
  const page = print(checkboxGroup({ field: formats, label: "Formats", choices: ["lp", "cd", "tape"] }));
  const boxes = tags(page, "input").slice(1);
  assert.deepEqual(having(boxes, "checked"), ["cd", "tape"]);
  assert.equal(new Set(boxes.map((tag) => attribute(tag, "id"))).size, 3);
  assert.match(
    page,
    /<fieldset id="album_formats"[^>]* aria-describedby="album_formats_messages"> <legend[^>]*>Formats</,
  );
});

test("of several buttons the chosen one is pressed", () => {
  const choices = ["mint", { value: "worn", label: "Worn" }];
  const page = print(radioGroup({ field: condition, label: "Condition", choices }));
  assert.deepEqual(having(tags(page, "input"), "checked"), ["worn"]);
  assert.deepEqual(
    having(tags(print(radioGroup({ field: blank.condition, label: "Condition", choices })), "input"), "checked"),
    [],
  );
});
