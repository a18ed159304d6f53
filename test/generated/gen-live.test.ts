import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type Ended, generatedApp } from "./generated-app.ts";

const app = await generatedApp("record-shop");
after(() => app[Symbol.asyncDispose]());

const albums = "Catalog Album albums title:string artist:string year:integer genre:string tracks:integer".split(" ");

// Every kind of field, names of several words, a second resource of the same context, and one that refers to it.
const editions = [
  ..."Catalog SpecialEdition special_editions isbn:string:unique copy:integer:unique notes:text price:float".split(" "),
  ..."signed:boolean released_on:date sold_at:datetime album_id:references:albums".split(" "),
  "binding:enum(cloth,half-leather)",
];

const went = ({ code, output }: Ended): void => assert.equal(code, 0, output);

test("a new app has sound types and passes its own tests", async () => {
  went(await app.types());
  went(await app.tests());
});

test("what would be generated is shown, and nothing is written", async () => {
  const shown = await app.livegate("gen", "live", ...albums, "--dry-run");
  went(shown);
  assert.match(shown.output, /album-index-live\.ts +new\n[^]*router\.ts +changed +imports [^]*Nothing was written/);
  assert.match((await app.livegate("routes")).output, /^GET +\/ /m);
  assert.doesNotMatch((await app.livegate("routes")).output, /albums/);
});

test("resources work as soon as they are generated: types, migrations, routes, and tests of their own", async () => {
  went(await app.livegate("gen", "live", ...albums));
  went(await app.livegate("gen", "live", ...editions));
  went(await app.types());
  assert.match(
    (await app.livegate("migrate")).output,
    /Migrated \d{14}-create-albums\nMigrated \d{14}-create-special-editions/,
  );
  const routes = (await app.livegate("routes")).output;
  for (const path of ["/albums", "/albums/new", "/special-editions/:id/show/edit"])
    assert.ok(routes.includes(path), routes);
  const tests = await app.tests();
  went(tests);
  assert.match(tests.output, /^ℹ fail 0$/m);
  assert.ok(Number(/^ℹ pass (\d+)$/m.exec(tests.output)?.[1]) > 30, tests.output);
});

test("the same tests pass on PostgreSQL", { skip: !process.env["LIVEGATE_TEST_POSTGRES"] }, async () => {
  went(await app.testsTogether(process.env["LIVEGATE_TEST_POSTGRES"] ?? ""));
});

test("a second time there is nothing to do", async () => {
  const again = await app.livegate("gen", "live", ...editions);
  went(again);
  assert.equal(again.output, "Nothing to do: all of it is there already.\n");
});

test("a field that is added later is written, but not over what was changed by hand; the exit code tells", async () => {
  await app.write("web/live/albums/album-show-live.ts", "// Mine.\n");
  const more = await app.livegate("gen", "live", ...albums, "label:string");
  assert.equal(more.code, 2, more.output);
  assert.match(more.output, /album-show-live\.ts: it is there already[^]*- \/\/ Mine\./);
  assert.match(more.output, /album\.ts +changed/);
});
