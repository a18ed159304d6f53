import assert from "node:assert/strict";
import { after, before } from "node:test";
import { type Ended, type GeneratedApp, starterApp } from "./generated-app.ts";

/** The server of PostgreSQL that apps run their own tests on. */
export const postgres = process.env["LIVEGATE_TEST_POSTGRES"] ?? "";
export const onPostgres = { skip: postgres === "" && "LIVEGATE_TEST_POSTGRES names no server" };

export const went = ({ code, output }: Ended): void => assert.equal(code, 0, output);

/** How many tests of the app passed; all of them. */
export function passed(ran: Ended): number {
  went(ran);
  return Number(/^ℹ pass (\d+)$/m.exec(ran.output)?.[1]);
}

/** A copy of the starter in which somebody has run `gen auth`, for the tests of a group. */
export function withAccounts(...args: readonly string[]): () => GeneratedApp {
  let app: GeneratedApp;
  before(async () => {
    app = await starterApp();
    went(await app.livegate("gen", "auth", ...args, "--yes"));
  });
  after(() => app[Symbol.asyncDispose]());
  return () => app;
}
