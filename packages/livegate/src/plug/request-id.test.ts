import assert from "node:assert/strict";
import { test } from "node:test";
import { requestId } from "./request-id.ts";

test("a request keeps the id that a proxy gave it", () => {
  for (const id of ["a", "trace-1.2_3", "x".repeat(128)]) assert.equal(requestId(id), id);
});

test("a request without a proper id gets a new one", () => {
  const odd = [null, undefined, "", "x".repeat(129), "a b", "a\nb", "ä", "<b>", "a;b"].map(requestId);
  for (const id of odd) assert.match(id, /^[\w-]{20}$/);
  assert.equal(new Set(odd).size, odd.length);
});
