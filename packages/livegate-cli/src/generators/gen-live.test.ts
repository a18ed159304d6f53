import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits } from "../edit/edit.ts";
import type { AppFacts } from "./app-facts.ts";
import { type LiveArguments, genLive } from "./gen-live.ts";

const now = new Date("2026-05-06T07:08:09Z");
const emptyApp: AppFacts = { read: () => null, filesIn: () => [], now };
const albums: LiveArguments = {
  context: "Catalog",
  schema: "Album",
  plural: "albums",
  fields: ["title:string", "year:integer"],
};

const textOf = (args: LiveArguments, path: string, app = emptyApp): string => {
  const file = genLive(args, app).files.find((each) => each.path === path);
  assert.ok(file, path);
  return file.text;
};

test("a resource has a file for each thing that it is", () => {
  assert.deepEqual(
    genLive(albums, emptyApp).files.map(({ path }) => path),
    [
      "db/migrations/20260506070809-create-albums.ts",
      "domain/catalog/album-change.ts",
      "domain/catalog/album-store.ts",
      "domain/catalog/album-table.ts",
      "domain/catalog/album.fixture.ts",
      "domain/catalog/album.test.ts",
      "domain/catalog/album.ts",
      "web/live/albums/album-form.ts",
      "web/live/albums/album-index-live.ts",
      "web/live/albums/album-live.test.ts",
      "web/live/albums/album-show-live.ts",
      "domain/catalog/catalog.ts",
    ],
  );
});

test("a migration keeps its time when it is generated again, and comes behind all others", () => {
  const withFiles = (...files: readonly string[]): AppFacts => ({ ...emptyApp, filesIn: () => files });
  const migrationOf = (app: AppFacts) => genLive(albums, app).files[0]?.path.split("/").at(-1);
  assert.equal(migrationOf(withFiles("20250101000000-create-albums.ts")), "20250101000000-create-albums.ts");
  assert.equal(migrationOf(withFiles("20300101000000-create-artists.ts")), "20300101000001-create-albums.ts");
  assert.equal(migrationOf(withFiles("20250101000000-create-albums-tracks.ts")), "20260506070809-create-albums.ts");
});

test("a context that is there passes on what it gets, and stays the author's otherwise", () => {
  const plan = genLive(albums, { ...emptyApp, read: (path) => (path === "domain/catalog/catalog.ts" ? "" : null) });
  assert.ok(!plan.files.some(({ path }) => path === "domain/catalog/catalog.ts"));
  const edits = plan.edits.find(({ path }) => path === "domain/catalog/catalog.ts")?.edits ?? [];
  const edited = applyEdits("export const mine = 1;\n", edits);
  assert.ok(edited.ok);
  assert.match(edited.text, /^export const mine = 1;\nexport \{ createAlbum, [^}]*\} from "\.\/album-store\.ts";\n$/);
});

test("constraints, columns and indexes are those of the fields", () => {
  const fields = ["isbn:string:unique", "artist_id:references:artists", "label_id:references:labels", "live:boolean"];
  const all = { ...albums, fields };
  const migration = textOf(all, "db/migrations/20260506070809-create-albums.ts");
  assert.match(
    migration,
    /\.addColumn\("artist_id", "integer", \(column\) => column\.references\("artists\.id"\)\.onDelete\("set null"\)\)/,
  );
  assert.match(migration, /\.addUniqueConstraint\("albums_isbn_key", \["isbn"\]\)/);
  assert.match(migration, /createIndex\("albums_label_id_index"\)\.on\("albums"\)\.column\("label_id"\)/);
  const store = textOf(all, "domain/catalog/album-store.ts");
  assert.match(store, /albums_isbn_key: \{ isbn: "/);
  assert.match(store, /albums_artist_id_fkey: \{ artist_id: "/);
  assert.match(store, /foreign_key: \{ "": "/);
  assert.match(store, /live: row\.live === 1,/);
  assert.doesNotMatch(textOf(albums, "domain/catalog/album-store.ts"), /constraintErrors/);
});

test("once an app has guards, pages that nobody guards say so, and that is said", () => {
  const guarded = genLive(albums, {
    ...emptyApp,
    read: () => "",
    filesIn: (folder) => (folder === "web" ? ["user-auth.ts"] : []),
  });
  const router = guarded.edits.find(({ path }) => path === "web/router.ts")?.edits.at(-1);
  assert.match(router?.paste.code ?? "", /liveSession\("albums", \{ public: true, layout: live \}/);
  assert.match(guarded.next.join("\n"), /audit --write\nEverybody may see and change albums/);
  assert.match(
    genLive(albums, emptyApp).edits.at(-1)?.edits.at(-1)?.paste.code ?? "",
    /\("albums", \{ layout: live \}/,
  );
});

test("names that clash with what generated code uses are refused", () => {
  for (const schema of ["Form", "Path", "Html"]) {
    assert.throws(() => genLive({ ...albums, schema, plural: "things" }, emptyApp), /don't go together/);
  }
  assert.throws(() => genLive({ ...albums, context: "AlbumStore" }, emptyApp), /would be one file/);
});
