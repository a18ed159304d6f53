import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import type { Figure } from "./figure.ts";

/** One run's result, as it is kept in bench/results/. */
export interface Report {
  readonly at: string;
  readonly commit: string;
  readonly node: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGiB: number };
  readonly quick: boolean;
  readonly figures: readonly Figure[];
}

export function report(figures: readonly Figure[], quick: boolean): Report {
  const dirty = git("status", "--porcelain", "--", "packages", "bench/app") === "" ? "" : "+";
  return {
    at: new Date().toISOString(),
    commit: git("rev-parse", "--short", "HEAD") + dirty,
    node: process.version,
    machine: { cpu: cpus()[0]?.model ?? "?", cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) },
    quick,
    figures,
  };
}

const git = (...args: string[]): string => execFileSync("git", args, { encoding: "utf8" }).trim();

/** Writes the report under its date and commit; returns the file's path. */
export function keep(result: Report, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/${result.at.slice(0, 19).replaceAll(":", "-")}-${result.commit}${result.quick ? "-quick" : ""}.json`;
  writeFileSync(file, `${JSON.stringify(result, roundedNumber, 1)}\n`);
  return file;
}

/** The latest report in the folder that was measured in the same mode, or null. */
export function lastReport(folder: string, quick: boolean): Report | null {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return null;
  }
  const last = names
    .filter((name) => name.endsWith(".json") && name.includes("-quick") === quick)
    .toSorted()
    .at(-1);
  return last === undefined ? null : (JSON.parse(readFileSync(`${folder}/${last}`, "utf8")) as Report); // Written by keep().
}

/** The figures as a table for the terminal. */
export function table({ figures }: Report, last: Report | null): string {
  const before = new Map(last?.figures.map((figure) => [figure.name, figure.value]));
  const rows = figures.map((figure) => [
    figure.name,
    amount(figure.value, figure.unit),
    goal(figure),
    verdict(figure),
    ...costs(figure),
    before.has(figure.name) ? amount(before.get(figure.name)!, figure.unit) : "",
  ]);
  const head = ["figure", "value", "goal", "", "base µs", "ours µs", "ours /s", "disturbed", "last run"];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("  ");
  return [head, ...rows].map(line).join("\n");
}

function goal({ goal: most, atLeast, unit }: Figure): string {
  const ends = [
    atLeast === undefined ? "" : `≥ ${amount(atLeast, unit)}`,
    most === null ? "" : `≤ ${amount(most, unit)}`,
  ];
  return ends.filter((end) => end !== "").join(" ");
}

function verdict({ value, goal: most, atLeast = Number.NEGATIVE_INFINITY }: Figure): string {
  if (most === null && atLeast === Number.NEGATIVE_INFINITY) return "";
  return value <= (most ?? Number.POSITIVE_INFINITY) && value >= atLeast ? "met" : "MISSED";
}

function costs({ detail }: Figure): string[] {
  if (detail === null || !("ratio" in detail)) return ["", "", "", ""];
  const { base, ours, disturbed, ratios } = detail;
  return [
    base.server.toFixed(1),
    ours.server.toFixed(1),
    ours.perSecond.toFixed(0),
    `${disturbed} of ${ratios.length}`,
  ];
}

const amount = (value: number, unit: Figure["unit"]): string => `${value.toFixed(unit === "bytes" ? 0 : 2)} ${unit}`;

const roundedNumber = (_key: string, value: unknown): unknown =>
  typeof value === "number" ? Number(value.toPrecision(5)) : value;
