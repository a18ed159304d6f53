import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { TEACHER, testApp } from "../test-app.ts";
import { TestCommand, run } from "../test-command.ts";
import { freePort } from "../free-port.ts";

const folder = await mkdtemp(join(tmpdir(), "livegate-cli-"));
after(() => rm(folder, { recursive: true }));

const secret = "only-for-tests-".repeat(5);

async function teacherEnvironment(database: string) {
  const databaseUrl = `sqlite:${join(folder, database)}`;
  const port = String(await freePort());
  return { NODE_ENV: "test", PORT: port, DATABASE_URL: databaseUrl, SECRET_KEY_BASE: secret };
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  test(`Teacher answers until ${signal}, then ends with code 0 and leaves nothing running`, async () => {
    await using teacher = new TestCommand(["start"], { cwd: TEACHER, env: await teacherEnvironment(`${signal}.db`) });
    const [, url = ""] = await teacher.printed(/Running at (http:\S+)/);
    const page = await fetch(url);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /<title[^>]*>Log in · Teacher/);
    teacher.signal(signal);
    assert.equal(await teacher.end(), 0, teacher.output);
    assert.deepEqual(await teacher.leftovers(), []);
    await assert.rejects(fetch(url));
  });
}

test("a second start is ready in seconds", async (t) => {
  const env = await teacherEnvironment("second.db");
  for (const time of ["first", "second"]) {
    const begin = performance.now();
    await using teacher = new TestCommand(["start"], { cwd: TEACHER, env });
    await teacher.printed(/Running at/);
    t.diagnostic(`${time} start: ${Math.round(performance.now() - begin)} ms`);
    teacher.signal("SIGTERM");
    assert.equal(await teacher.end(), 0);
  }
});

test("Ctrl-C while it is still starting ends it at once", async () => {
  await using app = await testApp({
    "db/seeds.ts": `export const seedDatabase = () => { console.log("Filling."); return new Promise((resolve) => setTimeout(resolve, 60_000)); };`,
  });
  await using command = new TestCommand(["start"], { cwd: app.path, env: { NODE_ENV: "development" } });
  await command.printed(/Filling/);
  command.signal("SIGINT");
  assert.equal(await command.end(), 0);
  assert.doesNotMatch(command.output, /Running/);
  assert.deepEqual(await command.leftovers(), []);
});

test("a second Ctrl-C doesn't wait for an app that won't stop", async () => {
  await using app = await testApp({
    "client/app.ts": null,
    "application.ts": `
      const timer = setInterval(() => {}, 1000);
      export const application = () => ({ start: async () => ({ url: "here" }), stop: () => new Promise(() => {}) });`,
  });
  await using command = new TestCommand(["start"], { cwd: app.path, env: { NODE_ENV: "production" } });
  await command.printed(/Running at here/);
  command.signal("SIGINT");
  await command.printed(/Stopping/);
  // A terminal and npm send one each, at the same moment: that is no second one.
  const again = setInterval(() => command.signal("SIGINT"), 50);
  const code = await command.end();
  clearInterval(again);
  assert.equal(code, 1);
});

test("an app that fails to stop says why and ends with code 1", async () => {
  await using app = await testApp({
    "client/app.ts": null,
    "application.ts": `
      const timer = setInterval(() => {}, 1000);
      export const application = () => ({
        start: async () => ({ url: "here" }),
        stop: async () => { throw new Error("The queue is not empty."); },
      });`,
  });
  await using command = new TestCommand(["start"], { cwd: app.path });
  await command.printed(/Running at here/);
  command.signal("SIGTERM");
  assert.equal(await command.end(), 1);
  assert.match(command.output, /The queue is not empty/);
});

test("without NODE_ENV it runs as in production, which needs settings of its own and names them all", async () => {
  const { code, output } = await run(["start"], { cwd: TEACHER });
  assert.equal(code, 1);
  assert.match(output, /^\[LG_CONFIG\] [^]*SECRET_KEY_BASE is missing/);
  assert.match(output, /^ +SECRET_KEY_BASE=\S{64,}$/m);
  assert.match(output, /^ +DATABASE_URL=sqlite:\S+$/m);
  assert.doesNotMatch(output, /^ +at /m);
});

test("production refuses to start without scripts and styles, and says how to build them", async () => {
  await using app = await testApp();
  const { code, output } = await run(["start"], { cwd: app.path, env: { NODE_ENV: "production" } });
  assert.equal(code, 1);
  assert.match(
    output,
    /^\[LG_ASSETS\] .*public\/assets has no scripts and styles for production\.\n\n {4}npx livegate build$/m,
  );
  await run(["build"], { cwd: app.path });
  await using command = new TestCommand(["start"], { cwd: app.path, env: { NODE_ENV: "production" } });
  await command.printed(/Running at http/);
});

test("production takes no address that others could read along", async () => {
  const env = {
    URL: "http://teacher.example",
    SECRET_KEY_BASE: secret,
    DATABASE_URL: `sqlite:${join(folder, "p.db")}`,
  };
  const { code, output } = await run(["start"], { cwd: TEACHER, env });
  assert.equal(code, 1);
  assert.match(output, /^\[LG_CONFIG\] URL is "http:\/\/teacher\.example\/?": in production it has to be https/);
});

test("a port that is no number is named with a line that mends it", async () => {
  const { code, output } = await run(["start"], { cwd: TEACHER, env: { NODE_ENV: "development", PORT: "abc" } });
  assert.equal(code, 1);
  assert.match(output, /^\[LG_CONFIG\] PORT is "abc", not a whole number from 0 to 65535\.$/m);
  assert.match(output, /^ +PORT=4000$/m);
  assert.doesNotMatch(output, /^ +at /m);
});

test("a port that is taken is told without a stack, and nothing is left running", async () => {
  const env = await teacherEnvironment("taken.db");
  const other = createServer().listen(Number(env.PORT), "127.0.0.1");
  await once(other, "listening");
  await using teacher = new TestCommand(["start"], { cwd: TEACHER, env });
  assert.equal(await teacher.end(), 1);
  other.close();
  assert.match(teacher.output, new RegExp(`\\[LG_LISTEN\\] 127\\.0\\.0\\.1:${env.PORT} can't be listened on`));
  assert.doesNotMatch(teacher.output, /^ +at /m);
  assert.deepEqual(await teacher.leftovers(), []);
});
