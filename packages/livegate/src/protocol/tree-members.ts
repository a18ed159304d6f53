import type { JsonText } from "./encode.ts";
import { diffKey, frameEvent } from "./wire-names.ts";

const STATICS = `"${diffKey.statics}":`;
const KEYED = `"${diffKey.keyed}":{`;
const COUNT = `"${diffKey.keyedCount}":`;
const MOVED = `,"${diffKey.keyedMoved}":true`;

/** The mark of a tree that is one element. */
export const rootMember: JsonText = `"${diffKey.root}":1`;

/** A template's statics: a list of texts, or the number under which they are listed. */
export const staticsMember = (statics: JsonText): JsonText => STATICS + statics;

/** The statics that several nodes of a tree share: entries by number. */
export const sharedStaticsMember = (entries: JsonText): JsonText => `"${diffKey.sharedStatics}":{${entries}}`;

/** The rows of a list, each entry with a comma behind it, and how many there are now. */
export const keyedMember = (entries: JsonText, count: number, hasMoved = false): JsonText =>
  `${KEYED}${entries}${COUNT}${count}${hasMoved ? MOVED : ""}}`;

/** What is inserted into a stream and deleted from it. */
export const streamMember = (operations: JsonText): JsonText => `"${diffKey.stream}":[${operations}]`;

/** Live components by number; "" where there are none. */
export const componentsMember = (entries: JsonText): JsonText =>
  entries === "" ? "" : `"${diffKey.components}":{${entries}}`;

/** Events for the page, each a name and a payload; "" where there are none. */
export const eventsMember = (events: readonly unknown[]): JsonText =>
  events.length === 0 ? "" : `"${diffKey.events}":${JSON.stringify(events)}`;

export const titleMember = (title: string): JsonText => `"${diffKey.title}":${JSON.stringify(title)}`;

/** What a handler replied to a push; "" where it didn't. */
export const replyMember = (reply: object | null): JsonText =>
  reply === null ? "" : `"${diffKey.reply}":${JSON.stringify(reply)}`;

/** Joins parts of a JSON object's inside, leaving out the empty ones. */
export function joinMembers(first: JsonText, second: JsonText): JsonText {
  if (first === "") return second;
  return second === "" ? first : `${first},${second}`;
}

/** The response to a push that changed this much of the page; `beside` are members that stand beside the diff. */
export const diffResponse = (members: JsonText, beside: JsonText = ""): JsonText =>
  members === "" ? `{${beside}}` : `{${joinMembers(`"${frameEvent.diff}":{${members}}`, beside)}}`;
