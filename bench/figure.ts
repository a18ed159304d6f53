import { type Comparison, type RoundOptions, compare } from "./compare.ts";
import type { SampleFrames } from "./baseline/sample-frames.ts";
import type { Crowd } from "./load/crowd.ts";
import type { Enumeration } from "./load/enumeration.ts";
import type { IdleMemory } from "./load/idle-memory.ts";
import type { IdlePolls } from "./load/idle-polls.ts";
import type { LateEvents } from "./load/late-events.ts";
import type { Load, Target } from "./load/load.ts";
import type { Flood } from "./load/log-in-flood.ts";
import type { Revocation } from "./load/revocation.ts";
import type { SilentEnds } from "./load/silent-ends.ts";
import type { Storm } from "./load/storm.ts";
import type { UploadCost } from "./load/upload-load.ts";

/** What a figure is measured on. */
export interface Bench extends RoundOptions {
  readonly baseline: Target;
  readonly app: Target;
  readonly frames: SampleFrames;
  readonly quick: boolean;
  /** Starts the app anew with these variables (see app/run.sh), measures it and stops it. */
  readonly freshApp: <T>(env: Readonly<Record<string, string>>, use: (target: Target) => Promise<T>) => Promise<T>;
}

/** One line of the table. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "×" | "kB" | "MiB" | "bytes" | "ms" | "s" | "%" | "/s" | "AUC" | "events";
  /** At most this; null where the figure is only for information. */
  readonly goal: number | null;
  /** At least this; not given where less is better. */
  readonly atLeast?: number;
  readonly detail:
    | Comparison
    | IdleMemory
    | IdlePolls
    | Flood
    | Enumeration
    | Revocation
    | UploadCost
    | Crowd
    | Storm
    | LateEvents
    | SilentEnds
    | null;
}

/** A group of figures. */
export type Measurement = (bench: Bench) => Promise<Figure[]>;

/** Compares two loads, and closes them. */
export async function compared(bench: Bench, base: Load, ours: Load): Promise<Comparison> {
  try {
    return await compare(base, ours, bench);
  } finally {
    base.close();
    ours.close();
  }
}

export function ratio(name: string, goal: number | null, comparison: Comparison): Figure {
  return { name, value: comparison.ratio, unit: "×", goal, detail: comparison };
}
