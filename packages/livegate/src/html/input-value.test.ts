import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { form } from "./form.ts";
import { inputValue } from "./input-value.ts";

test("a date that a form starts with fits every kind of input for it", () => {
  const Album = z.object({ released: z.coerce.date<Date | string>() });
  const { released } = form(Album, { as: "album", values: { released: new Date("1971-06-22T10:20:30Z") } }).fields;
  const shown = ["date", "datetime-local", "month", "time"].map((type) => inputValue(type, released.value));
  assert.deepEqual(shown, ["1971-06-22", "1971-06-22T10:20", "1971-06", "10:20"]);
});

test("what somebody typed stays, and so does text that is no date's", () => {
  for (const typed of ["1971-06-22", "soon", "1971-06-22T10:20", ""]) assert.equal(inputValue("date", typed), typed);
  assert.equal(inputValue("text", "1971-06-22T10:20:30Z"), "1971-06-22T10:20:30Z");
});
