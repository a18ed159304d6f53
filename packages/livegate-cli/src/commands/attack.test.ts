import assert from "node:assert/strict";
import { test } from "node:test";
import { TEACHER, testApp } from "../test-app.ts";
import { run } from "../test-command.ts";
import type { AttackReport } from "../attack/report.ts";

test("Teacher stands the short attack: ways in of every kind as four principals, and attacks of every kind", async () => {
  const { code, output } = await run(["attack", "--quick", "--json"], { cwd: TEACHER, patience: 150_000 });
  assert.equal(code, 0, output.slice(-5000));
  const { cells, attacks } = JSON.parse(output) as AttackReport;
  assert.ok(cells.length > 100);
  assert.deepEqual(new Set(cells.map(({ principal }) => principal)), new Set(["nobody", "user", "other", "revoked"]));
  assert.deepEqual(
    attacks.filter(({ skipped }) => skipped !== null),
    [],
  );
});

test("an app that says nothing of itself can't be attacked: exit code 2", async () => {
  await using app = await testApp({});
  const { code, output } = await run(["attack"], { cwd: app.path });
  assert.equal(code, 2);
  assert.match(output, /There is no attack\.ts/);
});

test("another machine is attacked only by who says that it is theirs", async () => {
  await using app = await testApp({ "attack.ts": "export const attack = {};" });
  const { code, output } = await run(["attack", "--url", "https://app.example"], { cwd: app.path });
  assert.equal(code, 2);
  assert.match(output, /app\.example is another machine\. If it is yours to attack: --i-own-it/);
});
