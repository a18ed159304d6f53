import assert from "node:assert/strict";
import { test } from "node:test";
import { addExports } from "./add-exports.ts";
import { edited, refusal } from "./edited.fixture.ts";

const albums = addExports(["listAlbums", "getAlbum"], "./album-store.ts");

test("names are passed on at the end, or in the export of their module", () => {
  const line = 'export { listAlbums, getAlbum } from "./album-store.ts";\n';
  assert.equal(edited("", albums), line);
  assert.equal(edited("/** Rules. */\nexport const a = 1;\n", albums), `/** Rules. */\nexport const a = 1;\n${line}`);
  assert.equal(
    edited('export { getAlbum } from "./album-store.ts";\n', albums),
    'export { getAlbum, listAlbums } from "./album-store.ts";\n',
  );
  assert.equal(edited(line, albums), line);
});

test("a name that the author uses otherwise is refused", () => {
  assert.match(refusal("export function getAlbum() {}", albums), /"getAlbum" is the name of something else/);
});
