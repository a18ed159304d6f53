import assert from "node:assert/strict";
import { test } from "node:test";
import { type TestApp, testApp } from "../test-app.ts";
import { TestCommand } from "../test-command.ts";
import { isSource } from "../dev/source-watch.ts";

const RUNNING = /Running at (http:\S+)/;

/** Saves a file and gives what the app answers once it runs again. */
async function saved(command: TestCommand, app: TestApp, file: string, text: string): Promise<string> {
  const before = command.output.length;
  await app.write(file, text);
  const [, url = ""] = await command.printed(RUNNING, before);
  return (await fetch(url)).text();
}

const message = (text: string): string => `export const message: string = "${text}";`;

test("a save restarts the app; a mistake in it is told and waits for the next save", async () => {
  await using app = await testApp();
  await using command = new TestCommand(["dev"], { cwd: app.path });
  const [, url = ""] = await command.printed(RUNNING);
  assert.equal(await (await fetch(url)).text(), "first");

  assert.equal(await saved(command, app, "web/message.ts", message("second")), "second");

  const before = command.output.length;
  await app.write("web/message.ts", "export const message: string = ;");
  await command.printed(/message\.ts[^]*SyntaxError/, before);
  assert.equal(await saved(command, app, "web/message.ts", message("third")), "third");

  command.signal("SIGINT");
  assert.equal(await command.end(), 0);
  assert.match(command.output, /The app has stopped\.\s*$/);
  assert.deepEqual(await command.leftovers(), []);
});

test("a file in a folder that was made meanwhile is watched as well", async () => {
  await using app = await testApp();
  await using command = new TestCommand(["dev"], { cwd: app.path });
  await command.printed(RUNNING);
  await saved(command, app, "web/live/greeting/greeting.ts", "export const greeting = 1;");
  const text = `import { greeting } from "./live/greeting/greeting.ts"; export const message = String(greeting);`;
  assert.equal(await saved(command, app, "web/message.ts", text), "1");
  assert.equal(await saved(command, app, "web/live/greeting/greeting.ts", "export const greeting = 2;"), "2");
  command.signal("SIGTERM");
  assert.equal(await command.end(), 0);
  assert.deepEqual(await command.leftovers(), []);
});

test("sources are what the app is made of", () => {
  for (const file of [
    "application.ts",
    "web/live/a-live.ts",
    "client/app.css",
    "db/migrations/001-a.ts",
    "public/a.svg",
  ]) {
    assert.ok(isSource(file), file);
  }
});

test("tests, built files, packages and the database are no sources", () => {
  for (const file of [
    "domain/catalog/catalog.test.ts",
    "public/assets/app-0123456789.js",
    "node_modules/a/index.js",
    ".livegate/state.json",
    ".git/config.ts",
    "db/teacher.db-wal",
  ]) {
    assert.ok(!isSource(file), file);
  }
});
