import { once } from "node:events";
import type { Duplex } from "node:stream";

/** An answer over HTTP, as it came. */
export interface HttpAnswer {
  /** 0 where the server closed the connection without a word. */
  readonly status: number;
  /** Names in lower case, each with all its values. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly head: string;
  readonly body: string;
}

const HEAD_END = "\r\n\r\n";

const NOTHING: HttpAnswer = { status: 0, headers: new Map(), head: "", body: "" };

/** Writes bytes to a connection and reads one answer, until it is whole or the connection has ended. */
export async function exchange(
  wire: Duplex,
  bytes: string | Uint8Array,
  { patience = 15_000 }: { readonly patience?: number } = {},
): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  const late = setTimeout(() => wire.destroy(new Error(`no whole answer within ${patience} ms`)), patience);
  try {
    return await new Promise<HttpAnswer>((resolve, reject) => {
      const look = (): HttpAnswer | null => answerIn(Buffer.concat(chunks), wire.readableEnded || wire.destroyed);
      wire.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        const answer = look();
        if (answer) resolve(answer);
      });
      // A server may refuse and hang up while it is still being written to.
      wire.on("error", (error) => (chunks.length > 0 || isHangUp(error) ? resolve(look() ?? NOTHING) : reject(error)));
      wire.on("end", () => resolve(look() ?? NOTHING));
      wire.on("close", () => resolve(look() ?? NOTHING));
      void writeAll(wire, bytes);
    });
  } finally {
    clearTimeout(late);
    wire.removeAllListeners("data");
  }
}

const isHangUp = (error: Error): boolean => /ECONNRESET|EPIPE|socket hang up|ERR_STREAM/.test(String(error));

async function writeAll(wire: Duplex, bytes: string | Uint8Array): Promise<void> {
  if (!wire.write(bytes)) await once(wire, "drain").catch(() => null);
}

/** The first answer among bytes; null while it isn't whole. */
function answerIn(bytes: Buffer, ended: boolean): HttpAnswer | null {
  const at = bytes.indexOf(HEAD_END);
  if (at < 0) return ended && bytes.length > 0 ? { ...NOTHING, head: bytes.toString("latin1") } : null;
  const head = bytes.toString("latin1", 0, at);
  const headers = headersIn(head);
  const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(head)?.[1] ?? 0);
  const body = bodyIn(bytes.subarray(at + HEAD_END.length), { headers, status, ended });
  return body && { status, headers, head, body: body.toString() };
}

function headersIn(head: string): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (const line of head.split("\r\n").slice(1)) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  return headers;
}

interface Framing {
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly status: number;
  readonly ended: boolean;
}

function bodyIn(rest: Buffer, { headers, status, ended }: Framing): Buffer | null {
  if (status === 101 || status === 204 || status === 304) return rest;
  const length = headers.get("content-length")?.[0];
  if (length !== undefined && rest.length >= Number(length)) return rest.subarray(0, Number(length));
  if (headers.get("transfer-encoding")?.[0] === "chunked") return unchunked(rest) ?? (ended ? rest : null);
  return ended ? rest : null;
}

function unchunked(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return null;
    const size = parseInt(bytes.toString("latin1", at, lineEnd), 16);
    if (size === 0) return Buffer.concat(parts);
    if (!Number.isFinite(size) || bytes.length < lineEnd + 2 + size) return null;
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 4 + size;
  }
}
