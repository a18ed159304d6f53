import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { freePort } from "../../packages/livegate-cli/src/free-port.ts";
import { TestCommand } from "../../packages/livegate-cli/src/test-command.ts";
import { packAll } from "../../scripts/pack.mjs";
import { passed, went } from "./app-with-accounts.ts";
import { type GeneratedApp, appsFolder, publishedApp } from "./generated-app.ts";

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly dependencies?: object;
  readonly peerDependencies?: object;
  readonly optionalDependencies?: object;
}

describe("the packages as they are published", () => {
  let out: string;
  let tarballs: Readonly<Record<string, string>>;
  before(async () => {
    out = await appsFolder();
    tarballs = packAll(out, process.env);
  });
  after(() => rm(out, { recursive: true, force: true }));

  const manifest = (name: string): Manifest => JSON.parse(readFileSync(join(out, name, "package.json"), "utf8"));

  for (const name of ["livegate", "livegate-cli"]) {
    it(`have what the doors of ${name} lead to, as JavaScript with types`, () => {
      const targets = Object.values(manifest(name).exports ?? {}).flatMap((target) =>
        typeof target === "string" ? [target] : [target.types, target.default],
      );
      assert.ok(targets.length > 2);
      assert.deepEqual(
        targets.filter((target) => target.endsWith(".ts") && !target.endsWith(".d.ts")),
        [],
      );
      for (const target of targets) assert.ok(readFileSync(join(out, name, target)).length > 0, target);
    });

    it(`have among their dependencies what ${name} imports, and nothing of its tests`, () => {
      const { dependencies, peerDependencies, optionalDependencies } = manifest(name);
      const files = globSync("dist/**/*.{js,d.ts}", { cwd: join(out, name) });
      assert.deepEqual(
        files.filter((file) => /\.(?:test|fixture)\./.test(file)),
        [],
      );
      const texts = files.map((file) => readFileSync(join(out, name, file), "utf8"));
      const imported = new Set(texts.flatMap(importedPackages).filter((each) => each !== name && !isBuiltin(each)));
      assert.ok(imported.size > 5);
      const declared = new Set(Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies }));
      assert.deepEqual(
        [...imported].filter((each) => !declared.has(each)),
        [],
      );
    });
  }

  describe("make an app", () => {
    let app: GeneratedApp;
    before(async () => {
      app = await publishedApp("shop", Object.values(tarballs));
      went(await app.livegate("gen", "live", "Catalog", "Album", "albums", "title:string"));
      went(await app.livegate("gen", "auth", "Accounts", "User", "users", "--yes"));
    });
    after(() => app[Symbol.asyncDispose]());

    it("whose types are sound", async () => went(await app.types()));

    it("that passes its own tests", async () => assert.ok(passed(await app.testsTogether("sqlite:")) > 150));

    it("that is built and started for production", async () => {
      went(await app.livegate("build"));
      const url = `http://127.0.0.1:${await freePort()}`;
      const env = {
        NODE_ENV: "production",
        PORT: new URL(url).port,
        URL: url,
        SECRET_KEY_BASE: "s".repeat(64),
        SMTP_URL: "smtp://127.0.0.1:1",
        MAIL_FROM: "Shop <shop@example.com>",
        DATABASE_URL: `sqlite:${join(app.path, "production.db")}`,
      };
      await using server = new TestCommand(["start"], { cwd: app.path, command: app.command, env });
      await server.printed(new RegExp(url));
      const page = await (await fetch(url)).text();
      const [, script = ""] = /src="(\/assets\/app-[^"]+\.js)"/.exec(page) ?? [];
      assert.equal((await fetch(url + script)).status, 200, page);
      server.signal("SIGTERM");
      assert.equal(await server.end(), 0);
    });
  });
});

const IMPORTED = /(?:^|[;\s])(?:import|export)\s(?:[^"'`;]*?\sfrom\s)?["']([^"']+)["']|\bimport\(["']([^"']+)["']\)/gm;

/** The packages that a module's text names in its imports; examples in comments don't count. */
function importedPackages(text: string): readonly string[] {
  const code = text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
  return Array.from(code.matchAll(IMPORTED), ([, declared, called]) => declared ?? called ?? "")
    .filter((specifier) => !/^\.|^livegate:/.test(specifier))
    .map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? "");
}
