import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, describe, it } from "node:test";
import { developmentSecret, freshSecret } from "./development-secret.ts";

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "livegate-secret-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

describe("developmentSecret", () => {
  it("is made once, and then stays", (t) => {
    const app = folder(t);
    const secret = developmentSecret(app);
    assert.ok(secret.length >= 64);
    assert.equal(developmentSecret(app), secret);
  });

  it("is another one for each app", (t) => assert.notEqual(developmentSecret(folder(t)), developmentSecret(folder(t))));

  it("can be read by its owner only", (t) => {
    const app = folder(t);
    developmentSecret(app);
    assert.equal(statSync(join(app, ".livegate/secret")).mode & 0o777, 0o600);
  });

  it("fails loudly where it can't be written", (t) => {
    const app = folder(t);
    writeFileSync(join(app, ".livegate"), "a file where the folder would be");
    assert.throws(() => developmentSecret(app), { code: /^E(?:EXIST|NOTDIR)$/ });
  });
});

describe("freshSecret", () => {
  it("is a new one each time", () => assert.notEqual(freshSecret(), freshSecret()));
});
