import assert from "node:assert/strict";
import { test } from "node:test";
import { letInWithoutSession } from "livegate/testing";
import router from "./router.ts";

test("nobody without a session gets through to a guarded page", async () => {
  assert.deepEqual(await letInWithoutSession(router), []);
});
