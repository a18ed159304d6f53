import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { testApp } from "./test-app.ts";
import { run } from "./test-command.ts";

test("called outside of an app it says where it belongs", async () => {
  for (const args of [["routes"], ["migrate"], ["start"]]) {
    const { code, output } = await run(args, { cwd: tmpdir() });
    assert.equal(code, 1);
    assert.match(output, /^There is no [\w/]+\.ts in .*\. Run livegate in the directory of an app\.\n$/);
  }
});

test("an app that lacks what the command looks for is told by the export's name", async () => {
  await using app = await testApp({ "config.ts": "export const config = {};" });
  const { code, output } = await run(["migrate"], { cwd: app.path });
  assert.equal(code, 1);
  assert.equal(output, 'config.ts has no export named "loadConfig".\n');
});

test("a mistake in the app's own code keeps its stack", async () => {
  await using app = await testApp({ "web/router.ts": "export default null.routes;" });
  const { code, output } = await run(["routes"], { cwd: app.path });
  assert.equal(code, 1);
  assert.match(output, /TypeError: [^]*router\.ts:1:/);
});

test("an unknown command and no command at all are answered with help", async () => {
  const unknown = await run(["migrat"], { cwd: tmpdir() });
  assert.equal(unknown.code, 1);
  assert.match(unknown.output, /unknown command 'migrat'[^]*Did you mean migrate/);
  const none = await run([], { cwd: tmpdir() });
  assert.match(none.output, /Usage: livegate[^]*routes[^]*migrate/);
});

test("settings come from .env where the environment says nothing", async () => {
  await using app = await testApp({
    ".env": "FROM_FILE=file\nFROM_BOTH=file\n",
    "config.ts": 'export const loadConfig = (env) => { throw new Error(env.FROM_FILE + ", " + env.FROM_BOTH); };',
  });
  const { output } = await run(["migrate"], { cwd: app.path, env: { FROM_BOTH: "environment" } });
  assert.match(output, /Error: file, environment\n/);
});
