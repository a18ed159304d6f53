import assert from "node:assert/strict";
import { test } from "node:test";
import { domainBreaches, layerBreaches } from "./check-layers.ts";
import { type SourceFile, importsOf } from "./source-imports.ts";

const file = (path: string, source: string): SourceFile => importsOf("/src", path, source);

const breaches = (...sources: readonly (readonly [path: string, source: string])[]): readonly string[] =>
  layerBreaches(sources.map(([path, source]) => file(path, source)));

test("imports that go down, stay in their room or lead to packages are fine", () => {
  assert.deepEqual(
    breaches(
      ["html/html.ts", 'import { a } from "../protocol/names.ts"; import { b } from "./escape.ts";'],
      ["runtime/turn.ts", 'import { html } from "../html/html.ts"; import { Hono } from "hono";'],
      ["index.ts", 'export { html } from "./html/html.ts"; export { turn } from "./runtime/turn.ts";'],
    ),
    [],
  );
});

const wrong = {
  "an import upwards": 'import { turn } from "../runtime/turn.ts";',
  "an import of a type": 'import type { Turn } from "../runtime/turn.ts";',
  "a re-export": 'export { turn } from "../runtime/turn.ts";',
  "an import as an expression": 'const { turn } = await import("../runtime/turn.ts");',
  "an import inside a type": 'export type T = import("../runtime/turn.ts").Turn;',
};

for (const [what, source] of Object.entries(wrong)) {
  test(`${what} is caught`, () => {
    assert.deepEqual(breaches(["html/html.ts", source]), [
      'html/html.ts imports runtime/turn.ts: "html" may not use "runtime"',
    ]);
  });
}

test("an import sideways is caught, whichever way", () => {
  assert.equal(breaches(["diff/a.ts", 'import "../plug/b.ts";']).length, 1);
  assert.equal(breaches(["plug/b.ts", 'import "../diff/a.ts";']).length, 1);
});

test("rooms apart use only what is said of them, and nobody uses them", () => {
  assert.equal(breaches(["data/a.ts", 'import "../errors/b.ts";']).length, 0);
  assert.equal(breaches(["data/a.ts", 'import "../clock/b.ts";']).length, 1);
  assert.equal(breaches(["client/a.ts", 'import "../errors/b.ts";']).length, 1);
  assert.equal(breaches(["endpoint/a.ts", 'import "../data/b.ts";']).length, 1);
});

test("a room that imports a door is caught", () => {
  assert.deepEqual(breaches(["node/a.ts", 'import "../index.ts";']), ["node/a.ts imports the door index.ts"]);
});

test("a room without a rank is caught", () => {
  assert.match(breaches(["util/a.ts", ""])[0] ?? "", /the room "util" has no rank/);
});

test("a circle inside a room is caught, of types too, and told once", () => {
  assert.deepEqual(
    breaches(
      ["live/a.ts", 'import "./b.ts";'],
      ["live/b.ts", 'import type { C } from "./c.ts";'],
      ["live/c.ts", 'export * from "./a.ts";'],
    ),
    ["cycle: live/a.ts → live/b.ts → live/c.ts → live/a.ts"],
  );
});

test("an app's domain that imports a screen is caught, by path or by alias", () => {
  const domain = (source: string) => domainBreaches([file("domain/catalog/catalog.ts", source)]);
  assert.deepEqual(domain('import { repo } from "../repo.ts"; import "kysely";'), []);
  assert.equal(domain('import { paths } from "../../web/paths.ts";').length, 1);
  assert.equal(domain('import { paths } from "#web/paths";').length, 1);
  assert.equal(domain('import type { App } from "../../client/app.ts";').length, 1);
});

test("a source that doesn't parse is told by name", () => {
  assert.throws(() => file("live/a.ts", "import {"), /live\/a\.ts doesn't parse/);
});
