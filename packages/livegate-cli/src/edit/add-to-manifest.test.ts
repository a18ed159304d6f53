import assert from "node:assert/strict";
import { test } from "node:test";
import { addToManifest } from "./add-to-manifest.ts";
import { edited, refusal } from "./edited.fixture.ts";

const mail = addToManifest({ dependencies: { nodemailer: "10.6.1" }, devDependencies: { jsdom: "30.0.0" } });

test("packages come into the alphabet, with the manifest's indentation and its end", () => {
  assert.equal(
    edited('{\n\t"name": "app",\n\t"dependencies": {\n\t\t"kysely": "1.0.0",\n\t\t"zod": "4.0.0"\n\t}\n}\n', mail),
    '{\n\t"name": "app",\n\t"dependencies": {\n\t\t"kysely": "1.0.0",\n\t\t"nodemailer": "10.6.1",\n\t\t"zod": "4.0.0"\n\t},\n\t"devDependencies": {\n\t\t"jsdom": "30.0.0"\n\t}\n}\n',
  );
  assert.match(
    edited('{\r\n    "name": "app"\r\n}', mail),
    /^\{\r\n {4}"name": "app",\r\n {4}"dependencies": \{\r\n {8}"nod/,
  );
});

test("a package that is there keeps its version and its place", () => {
  const manifest = '{ "devDependencies": { "nodemailer": "9.0.0", "jsdom": "29.0.0" } }';
  assert.equal(edited(manifest, mail), manifest);
});

test("scripts come behind those that are there, which stay as they are", () => {
  const runs = addToManifest({ scripts: { attack: "livegate attack", test: "other" } });
  assert.equal(
    edited('{\n  "scripts": {\n    "test": "node --test"\n  }\n}\n', runs),
    '{\n  "scripts": {\n    "test": "node --test",\n    "attack": "livegate attack"\n  }\n}\n',
  );
  const done = '{ "scripts": { "attack": "mine", "test": "mine" } }';
  assert.equal(edited(done, runs), done);
});

test("a manifest that can't be read is refused", () => {
  assert.match(refusal("{,}", mail), /isn't JSON/);
});
