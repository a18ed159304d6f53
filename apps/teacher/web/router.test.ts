import assert from "node:assert/strict";
import { test } from "node:test";
import { letInWithoutSession } from "livegate/testing";
import { openAccounts } from "#test/accounts-site";
import router from "./router.ts";

test("nobody without a session gets through to a guarded page", async () => {
  await using _ = await openAccounts();
  assert.deepEqual(await letInWithoutSession(router), []);
});
