export interface Cost {
  /** CPU microseconds of one operation: the least of several rounds. */
  readonly cpu: number;
  /** Bytes allocated by one operation. */
  readonly bytes: number;
}

const ROUNDS = 9;
const ROUND_MS = 60;

/** Keeps results alive, so that an operation can't be optimised away. */
let sink: unknown;

/** Measures one operation after warming it up. `operation` gets a number that counts up. */
export function measure(operation: (count: number) => unknown): Cost {
  let count = 0;
  const run = (times: number): void => {
    for (let index = 0; index < times; index++) sink = operation(count++);
  };
  const times = warmUp(run);
  const costs = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    run(times);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / times;
  });
  return {
    cpu: round(Math.min(...costs)),
    bytes: Math.round(median(Array.from({ length: ROUNDS }, () => allocated(run)))),
  };
}

/** Runs until the code is compiled; returns how many operations fill a round. */
function warmUp(run: (times: number) => void): number {
  let times = 64;
  for (;;) {
    const start = performance.now();
    run(times);
    const elapsed = performance.now() - start;
    if (elapsed >= ROUND_MS) return times;
    times *= 2;
  }
}

/** Between two collections the used heap only grows, so a short run shows what it allocates. */
function allocated(run: (times: number) => void): number {
  const times = 20;
  const before = process.memoryUsage().heapUsed;
  run(times);
  return Math.max(0, process.memoryUsage().heapUsed - before) / times;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const round = (value: number): number => Math.round(value * 1000) / 1000;

export const lastResult = (): unknown => sink;
