import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { manualClock } from "../clock/manual-clock.ts";
import { type OpenPage, OpenSessions } from "./open-sessions.ts";
import { settled } from "./live-test-app.ts";

/** Sessions and a log of what happened to their pages. */
function openSessions() {
  const clock = manualClock();
  const sessions = new OpenSessions(clock);
  const happened: string[] = [];
  const page = (name: string): OpenPage => ({
    sever() {
      happened.push(`${name} severed`);
      return () => happened.push(`${name} told`);
    },
    recheck: () => void happened.push(`${name} rechecked`),
    renew: () => void happened.push(`${name} asked to renew`),
  });
  return { clock, sessions, happened, page };
}

describe("open pages of a session", () => {
  it("are ended together, and those of others are not", () => {
    const { sessions, happened, page } = openSessions();
    sessions.enter("s1", page("a"));
    sessions.enter("s1", page("b"));
    sessions.enter("s2", page("c"));
    sessions.end("s1");
    assert.deepEqual(happened, ["a severed", "b severed", "a told", "b told"]);
    assert.deepEqual([sessions.count("s1"), sessions.count("s2")], [0, 1]);
  });

  it("are severed at once, and told when the response is written", async () => {
    const { clock, sessions, happened, page } = openSessions();
    const { promise, resolve } = Promise.withResolvers<void>();
    sessions.enter("s1", page("a"));
    sessions.end("s1", promise);
    assert.deepEqual(happened, ["a severed"]);
    resolve();
    await settled();
    assert.deepEqual(happened, ["a severed", "a told"]);
    clock.advance(2_000);
    assert.deepEqual([happened.length, clock.pending], [2, 0]);
  });

  it("are told after a second where the response is never written", () => {
    const { clock, sessions, happened, page } = openSessions();
    sessions.enter("s1", page("a"));
    sessions.end("s1", new Promise(() => {}));
    clock.advance(999);
    assert.deepEqual(happened, ["a severed"]);
    clock.advance(1);
    assert.deepEqual(happened, ["a severed", "a told"]);
  });

  it("that have left are not ended", () => {
    const { sessions, happened, page } = openSessions();
    const leave = sessions.enter("s1", page("a"));
    leave();
    sessions.end("s1");
    assert.deepEqual(happened, []);
  });

  it("of an ended session don't count as those of its next pages when they leave late", () => {
    const { sessions, page } = openSessions();
    const leave = sessions.enter("s1", page("a"));
    sessions.end("s1");
    sessions.enter("s1", page("b"));
    leave();
    assert.equal(sessions.count("s1"), 1);
  });

  it("run their guards again when something changes, and the epoch tells who was mounting meanwhile", () => {
    const { sessions, happened, page } = openSessions();
    sessions.enter("s1", page("a"));
    const before = sessions.epoch("s1");
    sessions.changed("s1");
    assert.notEqual(sessions.epoch("s1"), before);
    assert.deepEqual(happened, ["a rechecked"]);
    sessions.end("s1");
    assert.notEqual(sessions.epoch("s1"), before);
  });

  it("end when the session expires, also after a time that no single timer can wait for", () => {
    const { clock, sessions, happened, page } = openSessions();
    const days = 24 * 60 * 60 * 1000;
    sessions.enter("late", page("late"));
    sessions.enter("soon", page("soon"));
    sessions.enter("never", page("never"));
    sessions.keep("late", { expiresAt: clock.now() + 60 * days, renewAt: null });
    sessions.keep("soon", { expiresAt: clock.now() + 90_000, renewAt: null });
    clock.advance(89_999);
    assert.deepEqual(happened, []);
    clock.advance(1);
    assert.deepEqual(happened, ["soon severed", "soon told"]);
    clock.advance(60 * days);
    assert.deepEqual(happened.slice(2), ["late severed", "late told"]);
    assert.equal(clock.pending, 0);
  });

  it("are asked once to have their session renewed, and end with it where they don't", () => {
    const { clock, sessions, happened, page } = openSessions();
    sessions.enter("s1", page("a"));
    sessions.keep("s1", { expiresAt: clock.now() + 200_000, renewAt: clock.now() + 90_000 });
    clock.advance(90_000);
    assert.deepEqual(happened, ["a asked to renew"]);
    clock.advance(110_000);
    assert.deepEqual(happened, ["a asked to renew", "a severed", "a told"]);
  });

  it("live on with a session that was renewed", () => {
    const { clock, sessions, happened, page } = openSessions();
    sessions.enter("s1", page("a"));
    sessions.keep("s1", { expiresAt: clock.now() + 200_000, renewAt: clock.now() + 90_000 });
    clock.advance(90_000);
    sessions.keep("s1", { expiresAt: clock.now() + 200_000, renewAt: clock.now() + 90_000 });
    clock.advance(199_000);
    assert.deepEqual(happened, ["a asked to renew", "a asked to renew"]);
  });

  it("of a visitor end soon after the log-in that took their place is seen, when its own tab has gone on", () => {
    const { clock, sessions, happened, page } = openSessions();
    sessions.enter("visitor v", page("a"));
    sessions.replace("visitor v", "s1");
    sessions.seen("s2");
    assert.deepEqual(happened, []);
    sessions.seen("s1");
    sessions.seen("s1");
    clock.advance(1_999);
    assert.deepEqual(happened, []);
    clock.advance(1);
    assert.deepEqual(happened, ["a severed", "a told"]);
  });
});
