import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// What fades in has the contrast of its last frame only. Two frames without a running animation: what a click starts may
// start with the next frame.
const hasComeToRest = `(async () => {
  const running = () => document.getAnimations().filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime));
  for (let still = 0; still < 2; still = running().length === 0 ? still + 1 : 0) {
    await Promise.allSettled(running().map(({ finished }) => finished));
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
})()`;

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** Fails with what axe finds serious or critical on a page. */
export async function assertAccessible(page: Page, where: string): Promise<void> {
  await page.evaluate(hasComeToRest);
  await page.evaluate(await axe);
  const { violations } = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as {
    readonly violations: readonly Violation[];
  };
  const grave = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html}\n  ${node.failureSummary}`).join("\n")}`);
  assert.deepEqual(grave, [], where);
}
