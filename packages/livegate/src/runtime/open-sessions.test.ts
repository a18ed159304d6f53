import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ManualClock, manualClock } from "../clock/manual-clock.ts";
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
  const { promise, resolve } = Promise.withResolvers<void>();
  const arrival = Promise.withResolvers<void>();
  const answer = {
    written: promise,
    arrived: arrival.promise,
    next: "next",
    write: () => resolve(),
    arrive: () => arrival.resolve(),
  };
  return { clock, sessions, happened, page, answer };
}

/** What a row tells of a session that ends in `ms`. */
const ends = (clock: ManualClock, ms: number, renewAt: number | null = null) => ({
  expiresAt: clock.now() + ms,
  renewAt: renewAt === null ? null : clock.now() + renewAt,
  accessEpoch: 0,
});

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

  it("are severed at once, and told when what the browser was answered has arrived", async () => {
    const { clock, sessions, happened, page, answer } = openSessions();
    sessions.enter("s1", page("a"));
    sessions.end("s1", answer);
    assert.deepEqual(happened, ["a severed"]);
    clock.advance(900);
    answer.write();
    await settled();
    clock.advance(499);
    assert.deepEqual(happened, ["a severed"]);
    clock.advance(1);
    assert.deepEqual(happened, ["a severed", "a told"]);
    clock.advance(2_000);
    assert.deepEqual([happened.length, clock.pending], [2, 0]);
  });

  it("leave the tab that asked the time to show where its answer led, and no more", async () => {
    const { clock, sessions, happened, page, answer } = openSessions();
    sessions.enter("s1", page("a"));
    sessions.end("s1", answer);
    answer.write();
    await settled();
    clock.advance(400);
    sessions.answered("somebody else's");
    sessions.answered("next");
    clock.advance(499);
    sessions.answered("next");
    assert.deepEqual(happened, ["a severed"]);
    clock.advance(1);
    assert.deepEqual(happened, ["a severed", "a told"]);
    sessions.answered("next");
    assert.equal(clock.pending, 0);
  });

  it("are told at once where it is known that the answer has arrived", async () => {
    const { clock, sessions, happened, page, answer } = openSessions();
    sessions.enter("s1", page("a"));
    sessions.end("s1", answer);
    answer.write();
    answer.arrive();
    await settled();
    assert.deepEqual([happened, clock.pending], [["a severed", "a told"], 0]);
  });

  it("of a user's and of a visitor's session are told together where one answer ends both", async () => {
    const { clock, sessions, happened, page, answer } = openSessions();
    sessions.enter("s1", page("a"));
    sessions.enter("visitor v", page("b"));
    sessions.end("s1", answer);
    sessions.end("visitor v", answer);
    answer.write();
    await settled();
    sessions.answered("next");
    clock.advance(500);
    assert.deepEqual(happened, ["a severed", "b severed", "a told", "b told"]);
  });

  it("are told after a second where the response is never written, and once if it is then", async () => {
    const { clock, sessions, happened, page, answer } = openSessions();
    sessions.enter("s1", page("a"));
    sessions.end("s1", answer);
    clock.advance(999);
    assert.deepEqual(happened, ["a severed"]);
    clock.advance(1);
    assert.deepEqual(happened, ["a severed", "a told"]);
    answer.write();
    await settled();
    clock.advance(5_000);
    assert.deepEqual([happened.length, clock.pending], [2, 0]);
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
    sessions.keep("late", ends(clock, 60 * days));
    sessions.keep("soon", ends(clock, 90_000));
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
    sessions.keep("s1", ends(clock, 200_000, 90_000));
    clock.advance(90_000);
    assert.deepEqual(happened, ["a asked to renew"]);
    clock.advance(110_000);
    assert.deepEqual(happened, ["a asked to renew", "a severed", "a told"]);
  });

  it("live on with a session that was renewed", () => {
    const { clock, sessions, happened, page } = openSessions();
    sessions.enter("s1", page("a"));
    sessions.keep("s1", ends(clock, 200_000, 90_000));
    clock.advance(90_000);
    sessions.keep("s1", ends(clock, 200_000, 90_000));
    clock.advance(199_000);
    assert.deepEqual(happened, ["a asked to renew", "a asked to renew"]);
  });

  it("end when others in front of them have moved or gone", () => {
    const { clock, sessions, happened, page } = openSessions();
    for (const [id, seconds] of [
      ["first", 10],
      ["moved", 20],
      ["last", 30],
    ] as const) {
      sessions.enter(id, page(id));
      sessions.keep(id, ends(clock, seconds * 1000));
    }
    sessions.keep("moved", ends(clock, 120_000));
    sessions.end("first");
    clock.advance(119_999);
    assert.deepEqual(happened.slice(2), ["last severed", "last told"]);
    clock.advance(1);
    assert.deepEqual(happened.slice(4), ["moved severed", "moved told"]);
  });
});

describe("a user's access epoch", () => {
  const at = (clock: ManualClock, accessEpoch: number) => ({ ...ends(clock, 1_000_000), accessEpoch });

  it("makes pages run their guards again that rest on another one, whoever has read it", () => {
    const { clock, sessions, happened, page } = openSessions();
    sessions.enter("s1", page("a"));
    sessions.keep("s1", at(clock, 1));
    sessions.keep("s1", at(clock, 1));
    assert.deepEqual(happened, []);
    sessions.enter("s1", page("b"));
    sessions.keep("s1", at(clock, 2));
    assert.deepEqual(happened, ["a rechecked", "b rechecked"]);
    sessions.keep("s1", at(clock, 2));
    assert.equal(happened.length, 2);
  });

  it("is no news to pages that were told of the change", () => {
    const { clock, sessions, happened, page } = openSessions();
    sessions.enter("s1", page("a"));
    sessions.keep("s1", at(clock, 1));
    sessions.changed("s1");
    sessions.keep("s1", at(clock, 2));
    assert.deepEqual(happened, ["a rechecked"]);
  });
});

describe("who keeps the rows", () => {
  it("is told that a user's page was opened, not a visitor's", () => {
    const { sessions, page } = openSessions();
    let opened = 0;
    sessions.keeper = { opened: () => (opened += 1), used() {}, activity: 1 };
    sessions.enter("visitor v", page("a"));
    assert.deepEqual([opened, sessions.userSessions], [0, []]);
    sessions.enter("s1", page("b"));
    assert.deepEqual([opened, sessions.userSessions], [1, ["s1"]]);
  });

  it("is told that a session is used, once in a while", () => {
    const { clock, sessions, page } = openSessions();
    const used: string[] = [];
    sessions.keeper = { opened() {}, used: (id) => void used.push(id), activity: 300_000 };
    sessions.enter("s1", page("a"));
    sessions.used("s1");
    sessions.used("s1");
    clock.advance(299_999);
    sessions.used("s1");
    assert.deepEqual(used, ["s1"]);
    clock.advance(1);
    sessions.used("s1");
    sessions.used("not open");
    assert.deepEqual(used, ["s1", "s1"]);
  });
});
