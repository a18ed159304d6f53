import { isDeepStrictEqual } from "node:util";
import { LivegateError } from "../errors/livegate-error.ts";
import type { TopicRef } from "./topic.ts";

/** Bytes of a message as JSON. The same for all adapters, so that an app may move from one to another. */
const MESSAGE_LIMIT = 256 * 1024;

/** What is done about other nodes: nothing, the text is made, or it is also tried out. */
export type WireMode = "none" | "sent" | "checked";

/**
 * A message as text for other nodes, which parse it with the topic's schema once more; null where there are none.
 *
 * @throws LG_TOPIC_MESSAGE where it is no JSON, is too long, or ("checked") would be something else on another node.
 */
export function wireText(mode: WireMode, topic: TopicRef, message: unknown, parsed: unknown): string | null {
  if (mode === "none") return null;
  const json = textOf(topic, message);
  const bytes = json.length * 3 > MESSAGE_LIMIT ? Buffer.byteLength(json) : 0;
  if (bytes > MESSAGE_LIMIT) {
    const why = `has ${bytes} bytes as JSON, and ${MESSAGE_LIMIT} is the limit`;
    throw misfit(topic, `${why}: send what has changed, such as an id, and let views load it.`);
  }
  if (mode === "checked" && !isSame(elsewhere(topic, json), parsed)) {
    throw misfit(topic, "would be another one on other nodes, which get it as JSON: use z.coerce.date() for a Date.");
  }
  return json;
}

function textOf(topic: TopicRef, message: unknown): string {
  let json: string | undefined;
  let why = "";
  try {
    json = JSON.stringify(message) as string | undefined;
  } catch (error) {
    why = error instanceof Error ? `: ${error.message.split("\n")[0]}` : "";
  }
  if (json === undefined) throw misfit(topic, `can't be written as JSON, which other nodes need${why}.`);
  return json;
}

/** What another node would make of it. */
function elsewhere(topic: TopicRef, json: string): unknown {
  try {
    return topic.parse(JSON.parse(json));
  } catch (cause) {
    throw misfit(topic, "doesn't fit its schema any more once it has been JSON, as for other nodes.", cause);
  }
}

const misfit = (topic: TopicRef, why: string, cause?: unknown): LivegateError =>
  new LivegateError("LG_TOPIC_MESSAGE", `A message for topic "${topic.name}" ${why}`, undefined, { cause });

/** Equal, where a key without a value is as good as none: JSON leaves it out. */
function isSame(a: unknown, b: unknown): boolean {
  if (!isPlain(a) || !isPlain(b)) return isDeepStrictEqual(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isSame(a[key], b[key]));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}
