// Measures what spans cost: the question whether anybody listens, and a span that somebody listens to. One line of JSON.
//
//   node bench/micro/spans.ts
import { spans } from "../../packages/livegate/src/tracing/spans.ts";
import { traced } from "../../packages/livegate/src/tracing/traced.ts";
import { lastResult, measure } from "./measure.ts";

const work = (count: number): number => count + 1;
const asked = (count: number): number =>
  spans.event.start.hasSubscribers
    ? traced(spans.event, { view: "Albums", event: "inc" }, () => work(count))
    : work(count);

const TIMES = 100;
/** What is measured is too short for a clock by itself. */
const many = (operation: (count: number) => number) => (count: number) => {
  let sum = 0;
  for (let index = 0; index < TIMES; index++) sum += operation(count + index);
  return sum;
};
const bare = measure(many(work));
const unheard = measure(many(asked));
spans.event.subscribe({ start: () => {}, end: () => {} });
const heard = measure(many(asked));
const nanoseconds = (cpu: number): number => Math.round((cpu * 1e4) / TIMES) / 10;
console.log(
  JSON.stringify({
    node: process.version,
    bare: nanoseconds(bare.cpu),
    unheard: nanoseconds(unheard.cpu),
    heard: nanoseconds(heard.cpu),
    kept: typeof lastResult(),
  }),
);
