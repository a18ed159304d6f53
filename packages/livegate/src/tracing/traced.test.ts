import assert from "node:assert/strict";
import { tracingChannel } from "node:diagnostics_channel";
import { AsyncLocalStorage } from "node:async_hooks";
import { type TestContext, test } from "node:test";
import type { Span } from "./spans.ts";
import { traced } from "./traced.ts";

interface Told extends Span {
  readonly name: string;
}

/** A channel of the test's own, and what it told, in order. */
function channelOf(t: TestContext) {
  const channel = tracingChannel<Told>(`livegate:test:${t.name}`);
  const told: string[] = [];
  const note = (what: string) => (message: Told) => void told.push(`${what} ${message.name}`);
  const handlers = {
    start: note("start"),
    end: (message: Told) => void told.push(`end ${message.name}${message.pending ? " pending" : ""}`),
    asyncStart: note("asyncStart"),
    asyncEnd: note("asyncEnd"),
    error: (message: Told) => void told.push(`error ${String(message.error)}`),
  };
  channel.subscribe(handlers);
  t.after(() => channel.unsubscribe(handlers));
  return { channel, told };
}

test("work that is done at once ends at once, and gives what it gives", (t) => {
  const { channel, told } = channelOf(t);
  assert.equal(
    traced(channel, { name: "sum" }, () => 3),
    3,
  );
  assert.deepEqual(told, ["start sum", "end sum"]);
});

test("work that goes on says so, and tells its end when it is there", async (t) => {
  const { channel, told } = channelOf(t);
  const work = Promise.withResolvers<string>();
  const answer = traced(channel, { name: "read" }, () => work.promise);
  assert.deepEqual(told, ["start read", "end read pending"]);
  work.resolve("text");
  assert.equal(await answer, "text");
  assert.deepEqual(told.slice(2), ["asyncStart read", "asyncEnd read"]);
});

test("a failure is told and still reaches whoever called, now or later", async (t) => {
  const { channel, told } = channelOf(t);
  const fail = (): never => {
    throw new Error("broken");
  };
  assert.throws(() => traced(channel, { name: "now" }, fail), /broken/);
  await assert.rejects(
    traced(channel, { name: "later" }, async () => fail()),
    /broken/,
  );
  assert.deepEqual(told, [
    "start now",
    "error Error: broken",
    "end now",
    "start later",
    "end later pending",
    "error Error: broken",
    "asyncStart later",
    "asyncEnd later",
  ]);
});

test("a subscriber can have the work run inside of something, and bind a store", async (t) => {
  const { channel } = channelOf(t);
  const [own, bound] = [new AsyncLocalStorage<string>(), new AsyncLocalStorage<Told>()];
  const enter = (message: unknown): void => {
    (message as Told).within = (work) => own.run("inside", work);
  };
  channel.start.subscribe(enter);
  channel.start.bindStore(bound);
  t.after(() => channel.start.unbindStore(bound));
  const seen = await traced(channel, { name: "store" }, async () => {
    await Promise.resolve();
    return [own.getStore(), bound.getStore()?.name];
  });
  assert.deepEqual(seen, ["inside", "store"]);
});

test("without a subscriber the work runs as it is", () => {
  const error = new Error("as it is");
  const channel = tracingChannel<Told>("livegate:test:nobody");
  const promise = Promise.resolve(1);
  assert.equal(
    traced(channel, { name: "a" }, () => promise),
    promise,
  );
  assert.throws(
    () =>
      traced(channel, { name: "b" }, () => {
        throw error;
      }),
    error,
  );
});
