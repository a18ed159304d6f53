import assert from "node:assert/strict";
import { test } from "node:test";
import { printHtml } from "../html/print-html.ts";
import { printDiff } from "./print-diff.ts";
import { printFull } from "./print-full.ts";
import { type Part, build, change, randomPart, seeded } from "./random-page.fixture.ts";
import { joinStockClient } from "./stock-client.fixture.ts";

const PAGES = Number(process.env["PROPERTY_PAGES"] ?? 1000);
const STEPS = 12;
const DEPTH = 4;

/** Something that is done to each diff on its way, to show that a wrong one is noticed. */
type Tamper = (diff: string) => string;

const asIs: Tamper = (diff) => diff;

/** Plays one random page and its changes to the stock client; returns the first difference, or null. */
function play(seed: number, development: boolean, tamper: Tamper): string | null {
  const random = seeded(seed);
  const context = { csrfToken: "t0k<en>", nonce: 'n"1', base: "/base", development };
  let state: Part = randomPart(random, DEPTH);
  let shown = build(state);
  let stale: string | null = null;
  const client = joinStockClient(JSON.parse(`{${printFull(shown, context)}}`), (was, wanted) => {
    stale ??= `left alone: ${was}\nshould be: ${wanted}`;
  });
  for (let step = 0; step <= STEPS; step++) {
    const wanted = printHtml(build(state), context);
    const got = client.print(true);
    if (got !== wanted) return `seed ${seed}, step ${step}\nwanted ${wanted}\ngot    ${got}`;
    if (stale !== null) return `seed ${seed}, step ${step}\n${stale}`;
    assert.equal(printDiff(shown, (shown = build(state)), context), "", `an equal page sends nothing, seed ${seed}`);
    for (let changes = 1 + random(3); changes > 0; changes--) state = change(random, state, DEPTH);
    const next = build(state);
    const diff = tamper(printDiff(shown, next, context));
    if (diff !== "") client.mergeDiff(JSON.parse(`{${diff}}`));
    shown = next;
  }
  return null;
}

test("the stock client that merges our diffs shows what a fresh render prints", () => {
  for (let seed = 1; seed <= PAGES; seed++) {
    const difference = play(seed, seed % 4 === 0, asIs);
    assert.equal(difference, null, difference ?? "");
  }
});

const faults: Record<string, Tamper> = {
  "moves without km": (diff) => diff.replaceAll(',"km":true', ""),
  "a row count that is one too high": (diff) =>
    diff.replace(/"kc":(\d+)/, (_all, count) => `"kc":${Number(count) + 1}`),
  "a lost slot": (diff) => diff.replace(/"\d+":"[^"\\]*",/, ""),
  "an unescaped slot": (diff) => diff.replaceAll("&lt;", "<"),
  "a move from a neighbour": (diff) =>
    diff.replace(/"(\d+)":\[(\d+),/, (_all, to, from) => `"${to}":[${Number(from) + 1},`),
};

for (const [fault, tamper] of Object.entries(faults)) {
  test(`the comparison notices ${fault}`, () => {
    assert.ok(Array.from({ length: 200 }, (_, seed) => seed).some((seed) => isNoticed(seed, tamper)));
  });
}

function isNoticed(seed: number, tamper: Tamper): boolean {
  try {
    return play(seed, false, tamper) !== null;
  } catch {
    // The client itself refuses some of them.
    return true;
  }
}
