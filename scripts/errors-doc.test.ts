import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogue } from "../packages/livegate/src/errors/catalogue.ts";
import { errorsPage } from "./errors-doc.ts";

test("each code has a section with its title, its cause and its remedy", () => {
  const page = errorsPage({
    LG_A: { title: "A is wrong", cause: "Why.", remedy: "a: 1" },
    LG_B: { title: "B is", cause: "So.", remedy: "b: 2" },
  });
  assert.match(page, /^# Errors\n/);
  assert.match(
    page,
    /\n## LG_A\n\nA is wrong\.\n\nWhy\.\n\n```text\na: 1\n```\n\n## LG_B\n\nB is\.\n\nSo\.\n\n```text\nb: 2\n```\n$/,
  );
});

test("a remedy may hold fences of its own", () => {
  const page = errorsPage({ LG_A: { title: "A", cause: "Why.", remedy: "html```x```" } });
  assert.match(page, /\n````text\nhtml```x```\n````\n$/);
});

test("the catalogue is sorted, and every entry says what to do", () => {
  const codes = Object.keys(catalogue);
  assert.deepEqual(codes, codes.toSorted());
  for (const { title, remedy } of Object.values(catalogue)) assert.ok(title.length > 5 && remedy.length > 5, title);
});
