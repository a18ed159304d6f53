// Tries the newest client that npm has: `node scripts/newer-client.mjs` puts it in the place of the pinned one, runs the wire's and the client's
// tests, and puts the pinned one back. Exit code 0: the tests pass, so the pins may be raised. With two versions it tries those:
// `node scripts/newer-client.mjs 1.8.16 1.2.12`.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "./find-chromium.mjs";
import { conclude, runTests } from "./run-tests.mjs";
import { root, setUp } from "./setup.mjs";

const CLIENT = ["phoenix", "phoenix_live_view"];
const TESTS = [
  "test/conformance/**/*.test.ts",
  "test/e2e/!(teacher*|episode-walk).test.ts",
  "test/e2e/stock/**/*.test.ts",
];

const env = { NODE_ENV: "test", ...setUp(), LIVEGATE_TRIES_CLIENT: "1" };
const chromium = findChromium();
if (chromium === null) throw new Error("The client's tests need a browser, and there is no Chromium.");

const wanted = CLIENT.map((name, at) => ({ name, version: process.argv[2 + at] ?? newest(name) }));
for (const { name, version } of wanted) console.log(`${name}: ${installed(name)} is pinned, trying ${version}`);
if (wanted.every(({ name, version }) => installed(name) === version)) console.log("Nothing newer is there.");
else await tryThem();

function newest(name) {
  return execFileSync("npm", ["view", name, "version"], { cwd: root, encoding: "utf8" }).trim();
}

function installed(name) {
  return JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;
}

async function tryThem() {
  const folder = mkdtempSync(join(tmpdir(), "livegate-client-"));
  const packages = wanted.map(({ name, version }) => `${name}@${version}`);
  execFileSync("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", ...packages], {
    stdio: "inherit",
  });
  try {
    for (const { name } of wanted) putInPlace(name, folder);
    const tried = await runTests({
      name: "newer client",
      globs: TESTS,
      concurrency: 1,
      env: { ...env, CHROMIUM: chromium },
      minutes: 20,
    });
    conclude([tried]);
  } finally {
    for (const { name } of wanted) putBack(name);
    rmSync(folder, { recursive: true });
  }
}

function putInPlace(name, folder) {
  renameSync(join(root, "node_modules", name), kept(name));
  cpSync(join(folder, "node_modules", name), join(root, "node_modules", name), { recursive: true });
}

function putBack(name) {
  if (!existsSync(kept(name))) return;
  rmSync(join(root, "node_modules", name), { recursive: true, force: true });
  renameSync(kept(name), join(root, "node_modules", name));
}

function kept(name) {
  return join(root, "node_modules", `.pinned-${name}`);
}
