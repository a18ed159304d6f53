import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";

const ROOT = join(import.meta.dirname, "..", "..");

/** What runs in an app, on the server and in the browser: the package, the templates of generated files, and the stock client. */
const SERVER = [
  "packages/livegate/src/**/*.ts",
  "packages/livegate-cli/templates/**/*",
  "apps/teacher/{domain,web,db}/**/*.ts",
];
const BROWSER = [
  "packages/livegate/src/client/*.ts",
  "apps/teacher/client/*.ts",
  "node_modules/phoenix_live_view/priv/static/phoenix_live_view.esm.js",
];

/** Places in sources that a pattern finds, without tests, as "file: line". */
function places(globs: readonly string[], pattern: RegExp): readonly string[] {
  const files = globSync(globs, { cwd: ROOT }).filter(
    (file) => /\.(?:ts|js|tmpl)$/.test(file) && !/\.test\.ts/.test(file),
  );
  assert.ok(files.length > 0);
  return files.flatMap((file) =>
    readFileSync(join(ROOT, file), "utf8")
      .split("\n")
      .flatMap((line) => (pattern.test(line) && !/^\s*(?:\*|\/\/)/.test(line) ? [`${file}: ${line.trim()}`] : [])),
  );
}

describe("what decides about access", () => {
  it("takes chance from the system's generator alone", () => {
    assert.deepEqual(places(SERVER, /Math\.random/), []);
  });

  it("hashes with SHA-2 and argon2 alone", () => {
    assert.deepEqual(places(SERVER, /["'`](?:md[45]|sha-?1|ripemd\w*|crypt|des)["'`]/i), []);
  });
});

describe("a page's scripts", () => {
  it("hear no message of another window", () => {
    const heard = places(BROWSER, /addEventListener\(\s*["']message["']|\bonmessage\b|\bpostMessage\(/);
    // The reload of a page that is developed listens to its own socket.
    assert.deepEqual(
      heard.filter((place) => !place.includes("client/follow-sources.ts: socket.addEventListener")),
      [],
    );
  });
});
