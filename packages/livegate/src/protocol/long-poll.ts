import { limits } from "./limits.ts";
import { type Parsed, parsed, refused } from "./parsed.ts";

/** What stands in an answer's body; the HTTP status is 200 always, since the stock client reads this one. */
export const pollStatus = {
  /** Frames were taken, or here are some. */
  ok: 200,
  /** Nothing came within the window: poll again. */
  nothing: 204,
  forbidden: 403,
  /** Beside a token: a connection has been opened. Without one: there is none, so open another. */
  gone: 410,
  tooLarge: 413,
  /** The client closes and tries again, more slowly each time. */
  failed: 500,
} as const;

export type PollStatus = (typeof pollStatus)[keyof typeof pollStatus];

/** Names of request headers and of the query parameter. */
export const pollName = {
  csrfHeader: "x-phoenix-authtoken",
  /** Clients from 1.9 on send the token here, earlier ones in the query. */
  tokenHeader: "x-phoenix-longpoll-token",
  tokenParam: "token",
  /** How long our client waits for an answer, in milliseconds. */
  timeoutParam: "_timeout",
} as const;

/** Milliseconds that a client waits for an answer unless it says otherwise. */
export const pollTimeout = 20_000;

/** The media type of frames that are sent together. */
export const batchType = "application/x-ndjson";

/** The answer to a poll: frames as text, each a string of its own. */
export const encodePoll = (status: PollStatus, token: string | null, messages: readonly string[] = []): string =>
  JSON.stringify({ status, token, messages });

/** The answer to frames that were sent. */
export const encodeTaken = (status: PollStatus): string => `{"status":${status}}`;

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Reads what a client sends together: a frame a line, text as it is and binary in base64. Never throws. */
export function parseBatch(body: string): Parsed<readonly (string | Uint8Array)[]> {
  const lines = body.split("\n", limits.batchFrames + 1);
  if (lines.length > limits.batchFrames) return refused("too large");
  const frames: (string | Uint8Array)[] = [];
  for (const line of lines) {
    if (line.startsWith("[")) frames.push(line);
    else if (base64.test(line)) frames.push(Buffer.from(line, "base64"));
    else return refused("malformed");
  }
  return parsed(frames);
}
