import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { manualClock } from "../clock/manual-clock.ts";
import { defaultLiveLimits } from "./live-limits.ts";
import { PollTransport } from "./poll-transport.ts";

/** A transport whose owner writes down what it is told. */
function startTransport(limits: { queuedBytesAtMost?: number } = {}) {
  const clock = manualClock();
  const told: string[] = [];
  const say = (word: string) => () => void told.push(word);
  const owner = { closed: say("closed"), emptied: say("emptied"), abandoned: say("abandoned") };
  const transport = new PollTransport({ clock, limits: { ...defaultLiveLimits, ...limits }, owner });
  const poll = ({ signal } = new AbortController(), timeout = 20_000) => {
    const onHangUp = (left: () => void) => {
      signal.addEventListener("abort", left);
      return () => signal.removeEventListener("abort", left);
    };
    return Promise.resolve(transport.poll({ timeout, onHangUp }));
  };
  return { transport, clock, told, poll };
}

const frames = (...messages: string[]) => ({ status: 200, messages });
const nothing = { status: 204, messages: [] };
const gone = { status: 410, messages: [] };

describe("a poll", () => {
  it("brings what has been sent since the last one, in order, at once", async () => {
    const { transport, poll } = startTransport();
    transport.send("a");
    transport.send("b");
    assert.equal(transport.bufferedAmount, 2);
    assert.deepEqual(await poll(), frames("a", "b"));
    assert.equal(transport.bufferedAmount, 0);
    transport.send("c");
    assert.deepEqual(await poll(), frames("c"));
  });

  it("waits for what comes, and brings all that one turn sends", async () => {
    const { transport, poll } = startTransport();
    const waiting = poll();
    transport.send("a");
    transport.send("b");
    assert.deepEqual(await waiting, frames("a", "b"));
  });

  it("brings nothing when the window is over, and the connection goes on", async () => {
    const { transport, poll, clock, told } = startTransport();
    const waiting = poll();
    clock.advance(15_000);
    assert.deepEqual(await waiting, nothing);
    transport.send("a");
    assert.deepEqual([await poll(), told], [frames("a"), []]);
  });

  it("waits until five seconds before its client would give up, from one second to twenty-five", async () => {
    const { transport, poll, clock } = startTransport();
    for (const [timeout, window] of [
      [30_000, 25_000],
      [600_000, 25_000],
      [20_000, 15_000],
      [1, 1_000],
      [-5, 1_000],
    ] as const) {
      let answered = false;
      const waiting = poll(new AbortController(), timeout).then((answer) => ((answered = true), answer));
      clock.advance(window - 1);
      await Promise.resolve();
      assert.equal(answered, false, `${timeout}`);
      clock.advance(1);
      assert.deepEqual(await waiting, nothing);
    }
    transport.close();
  });

  it("gives way to a later one, which gets what comes", async () => {
    const { transport, poll } = startTransport();
    const [earlier, later] = [poll(), poll()];
    transport.send("a");
    assert.deepEqual(await Promise.all([earlier, later]), [nothing, frames("a")]);
  });
});

describe("the end of a connection over HTTP", () => {
  it("is told by the poll that waits, and by none after it", async () => {
    const { transport, poll, told, clock } = startTransport();
    const waiting = poll();
    transport.close();
    assert.deepEqual(await waiting, gone);
    assert.deepEqual([told, clock.pending], [["closed", "emptied"], 0]);
  });

  it("comes after the last frames, which a poll may still fetch", async () => {
    const { transport, poll, told, clock } = startTransport();
    transport.send("farewell");
    transport.close();
    transport.send("too late");
    assert.deepEqual(told, ["closed"]);
    assert.deepEqual(await poll(), frames("farewell"));
    assert.deepEqual([told, clock.pending], [["closed", "emptied"], 0]);
  });

  it("keeps the last frames for ten seconds and no longer", () => {
    const { transport, told, clock } = startTransport();
    transport.send("farewell");
    transport.close();
    clock.advance(10_000);
    assert.deepEqual([told, clock.pending], [["closed", "emptied"], 0]);
  });

  it("comes when nobody polls for ten seconds, from the beginning on and after each poll", async () => {
    const never = startTransport();
    never.clock.advance(10_000);
    const stopped = startTransport();
    stopped.clock.advance(9_000);
    const waiting = stopped.poll();
    stopped.clock.advance(15_000);
    await waiting;
    stopped.clock.advance(9_000);
    assert.deepEqual(stopped.told, []);
    stopped.clock.advance(1_000);
    for (const { told, clock } of [never, stopped]) {
      assert.deepEqual([told, clock.pending], [["abandoned", "closed", "emptied"], 0]);
    }
  });

  it("comes when whoever polls hangs up, but not when an earlier poll is", async () => {
    const { poll, told, clock } = startTransport();
    const [earlier, later] = [new AbortController(), new AbortController()];
    void poll(earlier);
    const waiting = poll(later);
    earlier.abort();
    assert.deepEqual(told, []);
    later.abort();
    assert.deepEqual(await waiting, gone);
    assert.deepEqual([told, clock.pending], [["closed", "emptied"], 0]);
  });

  it("comes at once where more is queued than may be, and what is queued is dropped", () => {
    const { transport, told } = startTransport({ queuedBytesAtMost: 10 });
    transport.send("12345678");
    assert.deepEqual(told, []);
    transport.send("äö");
    assert.deepEqual([told, transport.bufferedAmount], [["closed", "emptied"], 0]);
  });

  it("is one end, whoever asks for it again", () => {
    const { transport, told } = startTransport();
    transport.close();
    transport.close();
    transport.terminate();
    assert.deepEqual(told, ["closed", "emptied"]);
  });
});
