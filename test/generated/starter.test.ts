import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { generatedApp } from "./generated-app.ts";

const STARTER = fileURLToPath(new URL("../episode/starter", import.meta.url));

/** What was changed by hand: the list of albums is the first page, and there are some to begin with. */
const BY_HAND: ReadonlySet<string> = new Set([
  "README.md",
  "db/seeds.ts",
  "livegate.json",
  "web/paths.ts",
  "web/router.ts",
]);
const NOT_THERE: ReadonlySet<string> = new Set([
  "db/migrations/.gitkeep",
  "web/controllers/page-controller.test.ts",
  "web/controllers/page-controller.ts",
]);

const filesIn = (folder: string): readonly string[] =>
  globSync("**/{*,.*}", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((file) => !/^(?:node_modules|public\/assets|\.livegate)\/|\.db(?:-|$)/.test(file))
    .toSorted();

/** Without what a formatter decides, for names of another length break lines elsewhere. */
const unformatted = (text: string): string => text.replace(/\s+/g, "").replace(/,(?=[)\]}])/g, "");

test("the starter is what the generators make today, but for what was changed by hand", async () => {
  await using app = await generatedApp("teacher");
  const fields = ["title:string", "artist:string", "year:integer", "genre:string", "tracks:integer"];
  const made = await app.livegate("gen", "live", "Catalog", "Album", "albums", ...fields);
  assert.equal(made.code, 0, made.output);
  const generated = filesIn(app.path).filter((file) => !NOT_THERE.has(file));
  const nameIn = (file: string): string => file.replace(/^db\/migrations\/\d{14}/, "db/migrations/20220701000000");
  assert.deepEqual(generated.map(nameIn), filesIn(STARTER));
  for (const file of generated.filter((each) => !BY_HAND.has(each))) {
    const text = readFileSync(join(app.path, file), "utf8").replaceAll("paths.albums(", "paths.home(");
    assert.equal(unformatted(readFileSync(join(STARTER, nameIn(file)), "utf8")), unformatted(text), file);
  }
});
