import assert from "node:assert/strict";
import { test } from "node:test";
import type { App } from "../endpoint/app.ts";
import type { DevelopmentMessage } from "../endpoint/development-pages.ts";
import { followDevelopment } from "./follow-development.ts";

test("what the process above sends for pages is passed on to them, and nothing else, until it is ended", () => {
  const told: DevelopmentMessage[] = [];
  const app = { development: { tell: (message: DevelopmentMessage) => told.push(message) } };
  const unfollow = followDevelopment(app as unknown as App); // The part of an app that is used.
  for (const message of [{ toPages: { kind: "styles" } }, { kind: "load" }, "text", null])
    process.emit("message", message, null);
  unfollow();
  process.emit("message", { toPages: { kind: "reload" } }, null);
  assert.deepEqual(told, [{ kind: "styles" }]);
});
