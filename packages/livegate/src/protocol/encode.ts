import { frameEvent } from "./wire-names.ts";

/** JSON text that is already encoded. */
export type JsonText = string;

/** The answer to a push or join. `response` is JSON text of an object: `{}`, `{"diff":{…}}`. */
export function encodeReply(
  joinRef: string | null,
  ref: string | null,
  topic: string,
  status: "ok" | "error",
  response: JsonText,
): string {
  return `[${quoteRef(joinRef)},${quoteRef(ref)},${quote(topic)},"${frameEvent.reply}",{"status":"${status}","response":${response}}]`;
}

/** A message that the server starts; `event` is one of `frameEvent`. `payload` is JSON text of an object. */
export function encodePush(joinRef: string | null, topic: string, event: string, payload: JsonText): string {
  return `[${quoteRef(joinRef)},null,${quote(topic)},${quote(event)},${payload}]`;
}

/** The end of a channel; the client never joins it again by itself, so only after a leave, a redirect or a second join. */
export const encodeClose = (joinRef: string | null, topic: string): string =>
  ending(joinRef, topic, frameEvent.close, "{}");

/** The death of a channel; the client joins it again after a pause. */
export const encodeCrash = (joinRef: string | null, topic: string): string =>
  ending(joinRef, topic, frameEvent.error, '{"reason":"channel_crash"}');

const ending = (joinRef: string | null, topic: string, event: string, payload: JsonText): string =>
  `[${quoteRef(joinRef)},${quoteRef(joinRef)},${quote(topic)},"${event}",${payload}]`;

/** Sends a page elsewhere by a full request; `flash` is a token. */
export const redirectPayload = (to: string, flash: string | null = null): JsonText =>
  JSON.stringify({ to, status: 302, ...(flash !== null && { flash }) });

/** Sends a page elsewhere over the socket it has. */
export const liveRedirectPayload = (to: string, kind: "push" | "replace", flash: string | null): JsonText =>
  JSON.stringify({ to, kind, ...(flash !== null && { flash }) });

const quoteRef = (ref: string | null): JsonText => (ref === null ? "null" : quote(ref));

const plain = /^[\w:-]*$/;

/** A string as JSON text. Refs, topics and names of events hardly ever need escaping, and asking costs less than doing it. */
export const quote = (text: string): JsonText => (plain.test(text) ? `"${text}"` : JSON.stringify(text));
