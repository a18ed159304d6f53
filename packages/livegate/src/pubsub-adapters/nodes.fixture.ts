import { z } from "zod";
import { topic } from "../pubsub/topic.ts";
import { type Clock, systemClock } from "../clock/clock.ts";
import { AppPubSub } from "./app-pubsub.ts";

export const counted = topic(
  (name: string) => `counted:${name}`,
  z.object({ n: z.number(), text: z.string().default("") }),
);

/** One node of an app, and what it has heard on `counted("all")`. */
export interface TestNode {
  readonly pubsub: AppPubSub;
  readonly heard: number[];
  readonly texts: string[];
  missed(): number;
}

/** Time for signs of life passes faster, so that nobody waits for it. */
const hurriedClock: Clock = { now: systemClock.now, setTimeout: (task, ms) => systemClock.setTimeout(task, ms / 10) };

/** A node that meets others of the same `app` over a server. */
export async function startNode(url: string, app: string, clock: Clock = hurriedClock): Promise<TestNode> {
  const pubsub = new AppPubSub();
  const [heard, texts]: [number[], string[]] = [[], []];
  let missed = 0;
  pubsub.onResync(() => void (missed += 1));
  pubsub.subscribe(counted("all"), (message) => {
    const { n, text } = message as { n: number; text: string };
    heard.push(n);
    texts.push(text);
  });
  const config = { pubsubUrl: { reveal: () => url }, url: new URL(`https://${app}.example`), production: true };
  await pubsub.start(config, { clock });
  return { pubsub, heard, texts, missed: () => missed };
}

/** Milliseconds that are waited for something. */
const PATIENCE = 30_000;

/** Waits until something is so, and not for ever. */
export async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`It has not come to this: ${String(isSo)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
