import assert from "node:assert/strict";
import { test } from "node:test";

interface Package {
  readonly version?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}
type Packages = Readonly<Record<string, Package>>;

// Plain JavaScript, so that it runs on the system's Node: it has no types.
const { isComplete }: { isComplete(wanted: Packages, installed: Packages, machine: object): boolean } = await import(
  new URL("setup.mjs", import.meta.url).href
);

const linux = { platform: "linux", arch: "x64" };

const isWanted = (name: string, entry: Package, installed: Packages = {}): boolean =>
  !isComplete({ [name]: entry }, installed, linux);

test("a package of the lock is wanted until it is there in the same version", () => {
  assert.ok(isWanted("node_modules/a", { version: "1.0.0" }));
  assert.ok(isWanted("node_modules/a", { version: "1.0.0" }, { "node_modules/a": { version: "1.0.1" } }));
  assert.ok(!isWanted("node_modules/a", { version: "1.0.0" }, { "node_modules/a": { version: "1.0.0" } }));
});

test("a workspace has to be linked", () => {
  assert.ok(isWanted("node_modules/livegate", { link: true }));
  assert.ok(!isWanted("node_modules/livegate", { link: true }, { "node_modules/livegate": { link: true } }));
  assert.ok(!isWanted("packages/livegate", { version: "0.1.0" }), "its folder is no package of npm's");
});

test("what is for other machines isn't wanted", () => {
  const version = "1.0.0";
  assert.ok(!isWanted("node_modules/a-darwin", { version, os: ["darwin"] }));
  assert.ok(!isWanted("node_modules/a-arm", { version, os: ["linux"], cpu: ["arm64"] }));
  assert.ok(!isWanted("node_modules/a-musl", { version, os: ["linux"], cpu: ["x64"], libc: ["musl"] }));
  assert.ok(!isWanted("node_modules/a-wasm/node_modules/b", { version, inBundle: true }));
  assert.ok(isWanted("node_modules/a-linux", { version, os: ["linux"], cpu: ["x64"] }));
});
