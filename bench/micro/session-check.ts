// Measures what an event of a guarded view costs for its session alone: one line of JSON, CPU microseconds and allocated bytes.
//
//   node bench/micro/session-check.ts
import { systemClock } from "../../packages/livegate/src/clock/clock.ts";
import { OpenSessions } from "../../packages/livegate/src/runtime/open-sessions.ts";
import { lastResult, measure } from "./measure.ts";

const SESSIONS = 10_000;
const HOUR = 3_600_000;

const sessions = new OpenSessions(systemClock);
sessions.keeper = { opened: () => {}, used: () => {}, activity: HOUR };
const ids = Array.from({ length: SESSIONS }, (_, index) => `session-${index}`);
for (const id of ids) {
  sessions.enter(id, { sever: () => () => {}, recheck: () => {}, renew: () => {} });
  sessions.keep(id, { expiresAt: Date.now() + HOUR, accessEpoch: 1, seenAt: Date.now() });
}

console.log(
  JSON.stringify({
    node: process.version,
    used: measure((count) => sessions.used(ids[count % SESSIONS]!)),
    epoch: measure((count) => sessions.epoch(ids[count % SESSIONS]!)),
    kept: typeof lastResult(),
  }),
);
process.exit(0);
