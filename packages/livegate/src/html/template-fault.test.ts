import assert from "node:assert/strict";
import { test } from "node:test";
import { templateFault } from "./template-fault.ts";

test("a template that would be refused has a reason and the slot that was reached", () => {
  assert.deepEqual(templateFault(["<a href=", "><script>", "</script></a>"]), {
    reason: "a slot stands in <script>; data for scripts goes through jsonScript()",
    slot: 1,
  });
});

test("a good template has none", () => {
  assert.equal(templateFault(["<a href=", ">", "</a>"]), null);
});
