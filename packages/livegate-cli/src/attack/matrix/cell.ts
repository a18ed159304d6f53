import type { AuditEntry } from "livegate";
import type { Expectation } from "./expectation.ts";

/** One way to one entry point for one principal: what has to be seen, and what was. */
export interface Cell {
  /** "live GET /albums/:id", "event delete at /". */
  readonly entry: string;
  readonly principal: string;
  /** How it was tried: "GET", "join", "navigation" … */
  readonly way: string;
  readonly expected: string;
  readonly seen: string;
}

export const agrees = ({ expected, seen }: Cell): boolean => expected === seen;

/** How an entry point is called in a report. */
export const entryName = ({ kind, name, at }: AuditEntry): string =>
  kind === "live" || kind === "route" ? `${kind} ${name}` : `${kind} ${name} at ${at}`;

/** What a cell should show: the verdict, and the guard that denies. */
export const told = ({ verdict, by }: Expectation): string => (by === null ? verdict : `${verdict} by ${by}`);
