import assert from "node:assert/strict";
import { test } from "node:test";
import { type LockedPackage, type Manifest, lockBreaches } from "./check-lock.ts";

const root: Manifest = { dependencies: { a: "1.0.0" }, optionalDependencies: { "a-linux": "1.0.0" } };
const manifests = { "": root, "packages/b": { dependencies: { a: "1.0.0" } } };
const sound: Record<string, LockedPackage> = {
  "": root,
  "packages/b": { dependencies: { a: "1.0.0" } },
  "node_modules/b": { link: true },
  "node_modules/a": { version: "1.0.0", integrity: "sha512-a", optionalDependencies: { "a-linux": "1.0.0" } },
  "node_modules/a-linux": { version: "1.0.0", integrity: "sha512-l" },
};

const breachesWith = (changed: Record<string, LockedPackage>) => lockBreaches({ ...sound, ...changed }, manifests);

test("a lock that fits has no breach", () => {
  assert.deepEqual(lockBreaches(sound, manifests), []);
});

test("a manifest that was changed without its lock is told, whatever changed", () => {
  const told = (manifest: Manifest) => lockBreaches(sound, { ...manifests, "packages/b": manifest });
  assert.match(
    String(told({ dependencies: { a: "1.0.1" } })),
    /packages\/b\/package.json has a 1\.0\.1, the lock 1\.0\.0/,
  );
  assert.match(String(told({ dependencies: { a: "1.0.0", c: "2.0.0" } })), /has c 2\.0\.0, the lock undefined/);
  assert.match(String(told({})), /has a undefined, the lock 1\.0\.0/);
});

test("a workspace that the lock doesn't know is told", () => {
  const breaches = lockBreaches(sound, { ...manifests, "apps/c": { devDependencies: { a: "1.0.0" } } });
  assert.match(String(breaches), /apps\/c\/package.json has a 1\.0\.0, the lock undefined/);
});

test("a range is no version", () => {
  const ranged = { dependencies: { a: "^1.0.0" } };
  assert.match(
    String(lockBreaches({ ...sound, "": ranged }, { "": ranged })),
    /a \^1\.0\.0, which is no exact version/,
  );
});

test("a registry's host and a missing integrity are told", () => {
  const host = breachesWith({ "node_modules/a-linux": { integrity: "x", resolved: "https://registry.example/a" } });
  assert.deepEqual(host, ["node_modules/a-linux names a registry: https://registry.example/a"]);
  assert.deepEqual(breachesWith({ "node_modules/a-linux": {} }), ["node_modules/a-linux has no integrity"]);
});

test("a binary for another system may not be left out, and is found where node would look", () => {
  const { "node_modules/a-linux": binary, ...without } = sound;
  assert.match(String(lockBreaches(without, manifests)), /node_modules\/a lacks a-linux/);
  assert.deepEqual(lockBreaches({ ...without, "node_modules/a/node_modules/a-linux": binary! }, manifests), []);
});
