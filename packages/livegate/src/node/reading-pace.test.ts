import assert from "node:assert/strict";
import { describe, it, mock } from "node:test";
import { ReadingPace } from "./reading-pace.ts";

/** A socket that tells whether it is being read, on a clock of the test's own. */
function start(t: { after(end: () => void): void }) {
  let now = 0;
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(performance, "now", () => now);
  t.after(() => {
    mock.timers.reset();
    mock.restoreAll();
  });
  const socket = { isRead: true, pause: () => void (socket.isRead = false), resume: () => void (socket.isRead = true) };
  const pace = new ReadingPace(socket);
  return {
    socket,
    frames: (count: number) => Array.from({ length: count }).forEach(() => pace.count()),
    pass(milliseconds: number) {
      now += milliseconds;
      mock.timers.tick(milliseconds);
    },
  };
}

describe("the pace at which a socket is read", () => {
  it("lets a page send as it likes", (t) => {
    const { socket, frames, pass } = start(t);
    for (let second = 0; second < 10; second += 1) {
      frames(99);
      pass(1_000);
      frames(1);
      assert.equal(socket.isRead, true);
    }
  });

  it("pauses a flood, and goes on when its frames have had their time", (t) => {
    const { socket, frames, pass } = start(t);
    frames(100);
    assert.equal(socket.isRead, false);
    pass(9);
    assert.equal(socket.isRead, false);
    pass(1);
    assert.equal(socket.isRead, true);
    frames(100);
    assert.equal(socket.isRead, false);
  });

  it("counts what was read before the pause took hold", (t) => {
    const { socket, frames, pass } = start(t);
    frames(1_500);
    pass(10);
    assert.equal(socket.isRead, false);
    pass(140);
    assert.equal(socket.isRead, true);
  });
});
