import assert from "node:assert/strict";
import { test } from "node:test";
import { compatibilityPage, isShown } from "./compatibility-page.ts";
import type { KeptRun } from "./kept-run.ts";

const run: KeptRun = {
  on: "2026-01-02",
  client: { phoenix: "1.2.3" },
  passed: { "a.test.ts": ["one", "keys for all"] },
};

test("a feature is there when each of its tests has passed", () => {
  const of = (...names: readonly string[]) => ({ what: "f", by: names.map((name) => ["a.test.ts", name] as const) });
  assert.equal(isShown(of("one", "keys for …"), run), true);
  assert.equal(isShown(of("one", "two"), run), false);
  assert.equal(isShown(of("keys"), run), false);
  assert.equal(isShown({ what: "f", missing: "not in this client" }, run), false);
});

test("the page tells how many are there, with which client, and why others aren't", () => {
  const page = compatibilityPage(
    [
      {
        title: "Group",
        features: [
          { what: "A | B", by: [["a.test.ts", "one"]] },
          { what: "C", missing: "the client can't" },
        ],
      },
    ],
    run,
  );
  assert.match(page, /: 1 of 2 features, as tests in a browser have shown on 2026-01-02 with\n`phoenix` 1\.2\.3\./);
  assert.match(page, /\| A \\\| B \| yes \| one \(`a\.test\.ts`\) \|/);
  assert.match(page, /\| C \| no \| the client can't \|/);
});
