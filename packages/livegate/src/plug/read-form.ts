import type { Context } from "hono";
import { type FormParams, decodeForm } from "../protocol/form-data.ts";
import { limits } from "../protocol/limits.ts";

/** What became of reading a form: its fields, or the status that says why there are none. */
export type FormResult =
  | { readonly ok: true; readonly params: FormParams; readonly text: string }
  | RefusedBody
  | { readonly ok: false; readonly status: 415 };

/** 400: nested too deep, too many fields, broken off or compressed. 413: larger than 256 KiB. */
export interface RefusedBody {
  readonly ok: false;
  readonly status: 400 | 413;
}

/** Bytes of a body as it is sent: escapes take three for one. Decoded, `limits.formBytes` hold. */
const MAX_BYTES = 3 * limits.formBytes;

/**
 * Reads the fields of an urlencoded form: `album[title]=Blue` → `{ album: { title: "Blue" } }`.
 *
 * Never throws. May be called again, and the body can still be read by Hono's own means.
 *
 * @example
 * const form = await readForm(c);
 * if (!form.ok) return c.notFound();
 * form.params.album;
 */
export async function readForm(c: Pick<Context, "req">): Promise<FormResult> {
  if (!isForm(c.req.raw)) return { ok: false, status: 415 };
  // No browser compresses a form; what is read here would be no fields of it.
  if (c.req.raw.headers.has("content-encoding")) return { ok: false, status: 400 };
  const body = await readText(c.req.raw);
  if (!body.ok) return body;
  c.req.raw = withBody(c.req.raw, c.req.raw.method, body.text);
  return parseForm(body.text);
}

/** Whether a request says that its body is an urlencoded form; GET and HEAD have none, whatever they say. */
export const isForm = ({ method, headers }: Request): boolean =>
  method !== "GET" &&
  method !== "HEAD" &&
  /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(headers.get("content-type") ?? "");

export function parseForm(text: string): { ok: true; params: FormParams; text: string } | RefusedBody {
  const form = decodeForm(text);
  if (form.ok) return { ok: true, params: form.value, text };
  return { ok: false, status: form.reason === "too large" ? 413 : 400 };
}

/** Reads a body as text, of `maxBytes` at most. A body that breaks off is status 400. */
export async function readText(
  request: Request,
  maxBytes = MAX_BYTES,
): Promise<{ ok: true; text: string } | RefusedBody> {
  const announced = request.headers.get("content-length");
  if (announced !== null && Number(announced) > maxBytes) return { ok: false, status: 413 };
  try {
    // A server cuts a body off at the length that was announced; only one without needs counting.
    const text = announced === null ? await countedText(request, maxBytes) : await request.text();
    return text === null ? { ok: false, status: 413 } : { ok: true, text };
  } catch {
    return { ok: false, status: 400 };
  }
}

async function countedText({ body }: Request, maxBytes: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The same request with a body that can be read anew. */
export const withBody = (request: Request, method: string, body: string): Request =>
  new Request(request.url, { method, headers: request.headers, body, signal: request.signal });
