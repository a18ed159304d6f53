import { limits } from "./limits.ts";
import { type Parsed, parsed, refused } from "./parsed.ts";

/** A message of the client: `[join_ref, ref, topic, event, payload]`. */
export interface Frame<Payload = unknown> {
  /** The reference of the join that opened the channel. */
  readonly joinRef: string | null;
  /** Echoed by the reply. */
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  /** Not looked at yet: a payload parser does that, once the event is known. */
  readonly payload: Payload;
  /** Bytes of the whole frame; an under-estimate while that is below every limit. */
  readonly bytes: number;
}

/** Reads one text frame of serializer 2.0.0. Never throws. */
export function parseFrame(text: string): Parsed<Frame> {
  const bytes = sizeOf(text);
  if (bytes > limits.frameBytes) return refused("too large");
  const given = parseJson(text);
  if (!Array.isArray(given) || given.length !== 5) return refused("malformed");
  const [joinRef, ref, topic, event, payload] = given as readonly unknown[];
  if (!isRef(joinRef) || !isRef(ref) || !isName(topic) || !isName(event)) return refused("malformed");
  return parsed({ joinRef, ref, topic, event, payload, bytes });
}

const utf8 = new TextDecoder();
const pushKind = 0;
const headerBytes = 5;

/** Reads one binary push (a chunk of an upload): four lengths, four strings, and the rest is the payload. Never throws. */
export function parseBinaryFrame(data: Uint8Array): Parsed<Frame<Uint8Array>> {
  if (data.length > limits.frameBytes) return refused("too large");
  if (data.length < headerBytes || data[0] !== pushKind) return refused("malformed");
  const fields: string[] = [];
  let at = headerBytes;
  for (let field = 1; field < headerBytes; field++) {
    const end = at + (data[field] ?? 0);
    if (end > data.length) return refused("malformed");
    fields.push(utf8.decode(data.subarray(at, end)));
    at = end;
  }
  const [joinRef, ref, topic, event] = fields;
  if (!isRef(joinRef) || !isRef(ref) || !isName(topic) || !isName(event)) return refused("malformed");
  return parsed({ joinRef, ref, topic, event, payload: data.subarray(at), bytes: data.length });
}

// A character takes three bytes at most, so a short text needs no counting.
const sizeOf = (text: string): number => (text.length * 3 > limits.eventBytes ? Buffer.byteLength(text) : text.length);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRef = (value: unknown): value is string | null =>
  value === null || (typeof value === "string" && value.length <= limits.refLength);

const isName = (value: unknown): value is string => typeof value === "string" && value.length <= limits.nameLength;
