import assert from "node:assert/strict";
import { test } from "node:test";
import { doorBreaches } from "./check-exports.ts";

const exported = { ".": "./src/index.ts", "./data": "./src/data.ts" };
const door = 'export { type A, b } from "./room/b.ts";';
const doors = { "index.ts": door, "data.ts": door };

test("exports that are the door files are fine", () => {
  assert.deepEqual(doorBreaches(exported, doors), []);
});

test("a door that package.json doesn't export is caught", () => {
  assert.deepEqual(doorBreaches(exported, { ...doors, "plug.ts": door }), ['exports lacks "./plug": "./src/plug.ts"']);
});

test("styles are a door by their whole name", () => {
  const styles = { "components.css": "@source './components';" };
  assert.deepEqual(doorBreaches({ "./components.css": "./src/components.css" }, styles), []);
  assert.deepEqual(doorBreaches({}, styles), ['exports lacks "./components.css": "./src/components.css"']);
});

test("an export without a door is caught", () => {
  assert.deepEqual(doorBreaches(exported, { "index.ts": door }), ['exports has "./data", but there is no such door']);
});

test("an export that leads elsewhere is caught", () => {
  assert.deepEqual(doorBreaches({ ...exported, "./data": "./src/room/b.ts" }, doors), [
    'exports lacks "./data": "./src/data.ts"',
  ]);
});

for (const source of [
  'export * from "./room/b.ts";',
  'export * as b from "./room/b.ts";',
  'export { default } from "./room/b.ts";',
  "export const a = 1;",
  "export default 1;",
  'import "./room/b.ts";',
  "export {};",
]) {
  test(`a door that does more than name exports is caught: ${source}`, () => {
    assert.deepEqual(doorBreaches(exported, { ...doors, "data.ts": source }), [
      "data.ts does more than name exports of rooms",
    ]);
  });
}
