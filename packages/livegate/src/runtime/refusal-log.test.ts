import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { liveTestApp } from "./live-test-app.ts";
import { RefusalLog } from "./refusal-log.ts";

function start() {
  const { runtime, context } = liveTestApp([], { limits: { refusalLineBurst: 3, refusalLinesPerSecond: 1 } });
  const log = new RefusalLog(runtime);
  const refuse = (times: number) => {
    for (let time = 0; time < times; time += 1) log.note("joke_refused", { reason: "not funny" }, "joke refused");
  };
  const lines = () => context.logged.map((line) => JSON.parse(line) as { reason: string; leftOut?: number });
  return { refuse, lines, clock: context.clock, counters: runtime.counters };
}

describe("what the log says of one connection's refusals", () => {
  it("is each of them at first, and no more than that of a flood", () => {
    const { refuse, lines, counters } = start();
    refuse(1_000);
    assert.deepEqual(
      lines().map(({ reason, leftOut }) => [reason, leftOut]),
      [
        ["not funny", undefined],
        ["not funny", undefined],
        ["not funny", undefined],
      ],
    );
    assert.equal(counters.value("joke_refused"), 1_000);
  });

  it("is one line a second afterwards, with the number of those left out", () => {
    const { refuse, lines, clock } = start();
    refuse(10);
    clock.advance(1_000);
    refuse(5);
    clock.advance(1_000);
    refuse(1);
    assert.deepEqual(
      lines().map(({ leftOut }) => leftOut),
      [undefined, undefined, undefined, 7, 4],
    );
  });
});
