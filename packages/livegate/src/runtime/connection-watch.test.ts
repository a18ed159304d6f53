import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConnectionWatch } from "./connection-watch.ts";
import { LiveConnection } from "./live-connection.ts";
import { type LiveTestOptions, liveTestApp, settled, textView } from "./live-test-app.ts";
import { TestWire } from "./test-wire.ts";

const MiB = 1024 * 1024;

/** A watch over connections whose wires are arrays. */
function startWatch(options: LiveTestOptions = {}) {
  const app = liveTestApp([{ path: "/", view: textView("hi") }], options);
  const watch = new ConnectionWatch(app.runtime);
  const { clock } = app.context;
  const open = () => {
    const wire = new TestWire(app);
    const connection = new LiveConnection(app.runtime, app.info, wire, (closed) => watch.remove(closed));
    wire.connection = connection;
    watch.add(connection);
    return { wire, beat: () => void wire.push(null, "phoenix", "heartbeat", {}) };
  };
  return { app, watch, clock, open };
}

describe("ConnectionWatch and heartbeats", () => {
  it("cuts a connection from which nothing came for a minute, and no other", () => {
    const { clock, open, app, watch } = startWatch();
    const [silent, alive] = [open(), open()];
    for (let passed = 0; passed < 60_000; passed += 30_000) {
      clock.advance(30_000);
      alive.beat();
    }
    assert.equal(silent.wire.ended, null, "a minute is allowed");
    clock.advance(5_000);
    assert.deepEqual([silent.wire.ended, alive.wire.ended], ["terminated", null]);
    assert.deepEqual([watch.size, app.runtime.counters.value("silent_connection")], [1, 1]);
  });

  it("takes any frame for a sign of life", () => {
    const { clock, open } = startWatch();
    const { wire } = open();
    for (let minute = 0; minute < 5; minute += 1) {
      clock.advance(50_000);
      wire.push(null, "lv:", "phx_leave", {});
    }
    assert.equal(wire.ended, null);
  });

  for (const jump of [-3_600_000, 3_600_000])
    it(`is misled by no clock that jumps by ${jump / 60_000} minutes`, () => {
      const { clock, open, app } = startWatch();
      const [silent, alive] = [open(), open()];
      const { now } = app.context.clock;
      clock.advance(12_000);
      app.context.clock.now = () => now() + jump;
      for (let passed = 0; passed < 60_000; passed += 30_000) {
        clock.advance(30_000);
        alive.beat();
      }
      assert.equal(silent.wire.ended, null, "it may have said something just before");
      clock.advance(10_000);
      assert.deepEqual([silent.wire.ended, alive.wire.ended], ["terminated", null]);
    });

  it("tells the log why a connection ended", () => {
    const { clock, open, app } = startWatch();
    open();
    clock.advance(70_000);
    assert.ok(
      app.context.logged.some((line) => line.includes("silent_connection") && line.includes("connection ended")),
    );
  });
});

describe("ConnectionWatch and slow readers", () => {
  /** A connection that beats, with this many bytes queued at each look. */
  function read(queued: readonly number[]) {
    const { clock, open, app } = startWatch();
    const { wire, beat } = open();
    for (const bytes of queued) {
      wire.bufferedAmount = bytes;
      beat();
      clock.advance(5_000);
    }
    return { ended: wire.ended, counted: app.runtime.counters.value("slow_reader") };
  }

  it("cuts a connection that has too much queued and doesn't read for ten seconds", () => {
    assert.deepEqual(read([2 * MiB, 2 * MiB]), { ended: null, counted: 0 });
    assert.deepEqual(read([2 * MiB, 2 * MiB, 2 * MiB]), { ended: "terminated", counted: 1 });
  });

  it("cuts one that reads less than it is sent", () => {
    assert.equal(read([2 * MiB, 3 * MiB, 4 * MiB]).ended, "terminated");
  });

  it("leaves one alone that reads, however slowly, and one that has little queued", () => {
    assert.equal(read([9, 8, 7, 6, 5, 4, 3].map((size) => size * MiB)).ended, null);
    assert.equal(read(Array.from({ length: 10 }, () => MiB)).ended, null);
  });

  it("begins anew when the queue was short in between", () => {
    assert.equal(read([2 * MiB, 2 * MiB, 0, 2 * MiB, 2 * MiB]).ended, null);
  });
});

describe("ConnectionWatch", () => {
  it("has one timer for all connections, and none without any", () => {
    const { clock, open, watch } = startWatch();
    const wires = [open(), open(), open()].map(({ wire }) => wire);
    assert.equal(clock.pending, 1);
    for (const wire of wires) wire.connection.closed();
    assert.deepEqual([clock.pending, watch.size], [0, 0]);
  });

  it("watches again when somebody connects after everybody has left", () => {
    const { clock, open } = startWatch();
    open().wire.connection.closed();
    const { wire } = open();
    clock.advance(70_000);
    assert.equal(wire.ended, "terminated");
    assert.equal(clock.pending, 0);
  });

  it("goes on looking as long as somebody is connected", () => {
    const { clock, open } = startWatch();
    const first = open();
    for (let look = 0; look < 30; look += 1) {
      clock.advance(5_000);
      first.beat();
    }
    assert.deepEqual([first.wire.ended, clock.pending], [null, 1]);
  });

  it("sends everybody away with a code that makes clients connect again", async () => {
    const { open, watch } = startWatch();
    const wires = [open().wire, open().wire];
    await watch.stop();
    for (const wire of wires) assert.deepEqual(wire.ended, { code: 1012, reason: "restart" });
  });
});

describe("ConnectionWatch and the end of a server", () => {
  it("sends pages away one after the other over the time that is given, and each hears until then", async () => {
    const { clock, open, watch } = startWatch();
    const pages = Array.from({ length: 4 }, () => open());
    const gone = () => pages.map(({ wire }) => wire.ended !== null);
    const stopped = watch.stop(8_000);
    await settled();
    assert.deepEqual(gone(), [true, false, false, false]);
    clock.advance(2_000);
    await settled();
    assert.deepEqual(gone(), [true, true, false, false]);
    const before = pages[3]!.wire.frames.length;
    pages[3]!.beat();
    assert.equal(pages[3]!.wire.frames.length, before + 1, "it is answered as before");
    clock.advance(6_000);
    await settled();
    clock.advance(6_000);
    await stopped;
    assert.deepEqual(gone(), [true, true, true, true]);
  });

  it("sends those away at the end that have come meanwhile", async () => {
    const { clock, open, watch } = startWatch();
    open();
    open();
    const stopped = watch.stop(1_000);
    const late = open();
    clock.advance(500);
    await stopped;
    assert.notEqual(late.wire.ended, null);
  });
});
