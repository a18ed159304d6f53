import type { Load } from "./load/load.ts";
import { type Cost, measured } from "./load/measured.ts";

export interface RoundOptions {
  /** Pairs of rounds that count. */
  readonly rounds: number;
  /** Each round repeats its load until so many seconds have passed. */
  readonly seconds: number;
}

/** One load's side of a comparison; microseconds of CPU for one operation. */
export interface Side {
  readonly server: number;
  readonly generator: number;
  readonly perSecond: number;
}

export interface Comparison {
  readonly ratio: number;
  /** The ratios of all rounds that count, in their order. */
  readonly ratios: readonly number[];
  readonly base: Side;
  readonly ours: Side;
  /** Rounds that count although somebody else used the machine. */
  readonly disturbed: number;
}

interface Round extends Cost {
  readonly operations: number;
}

const SPARE_PAIRS = 3;

/**
 * The server CPU of an operation of `ours` over that of `base`: the median over interleaved pairs of rounds.
 *
 * A first pair only warms up. Pairs that were disturbed are done again, three at most; then the quietest ones count.
 */
export async function compare(base: Load, ours: Load, { rounds, seconds }: RoundOptions): Promise<Comparison> {
  const pairs: (readonly [base: Round, ours: Round])[] = [];
  await oneRound(base, seconds);
  await oneRound(ours, seconds);
  const quiet = (): number => pairs.filter((pair) => !pair.some((round) => round.disturbed)).length;
  while (pairs.length < rounds || (quiet() < rounds && pairs.length < rounds + SPARE_PAIRS)) {
    pairs.push([await oneRound(base, seconds), await oneRound(ours, seconds)]);
  }
  const others = ([first, second]: readonly [Round, Round]): number => Math.max(first.others, second.others);
  const counting = new Set(pairs.toSorted((a, b) => others(a) - others(b)).slice(0, rounds));
  const kept = pairs.filter((pair) => counting.has(pair));
  const ratios = kept.map(([first, second]) => perOperation(second) / perOperation(first));
  return {
    ratio: median(ratios),
    ratios,
    base: side(kept.map(([first]) => first)),
    ours: side(kept.map(([, second]) => second)),
    disturbed: kept.filter((pair) => pair.some((round) => round.disturbed)).length,
  };
}

/** The middle value; of an even number, the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? Number.NaN;
}

async function oneRound(load: Load, seconds: number): Promise<Round> {
  let operations = 0;
  const end = performance.now() + seconds * 1000;
  const cost = await measured(load.target.pid, async () => {
    do operations += await load.run();
    while (performance.now() < end && load.repeatable);
  });
  await load.settle();
  return { ...cost, operations };
}

function side(rounds: readonly Round[]): Side {
  return {
    server: median(rounds.map(perOperation)),
    generator: median(rounds.map((round) => (round.generator / round.operations) * 1e6)),
    perSecond: median(rounds.map((round) => round.operations / round.seconds)),
  };
}

const perOperation = (round: Round): number => (round.server / round.operations) * 1e6;
