import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { contentType } from "./content-type.ts";

/** A file as it is sent, perhaps a compressed one beside the file that was asked for. */
interface PublicFile {
  readonly path: string;
  readonly size: number;
  readonly etag: string;
  readonly encoding: string | null;
}

const year = 31_536_000;
const hashed = /^\/assets\/.*-[\w-]{8,}\.\w+$/;
const encodings = [
  { name: "br", extension: ".br" },
  { name: "gzip", extension: ".gz" },
] as const;

/**
 * Answers requests for the files of a directory; says whether it did.
 *
 * `always` are headers of every file. Names under `/assets/` that end in a hash are immutable for a year, others are asked for again. A `.br` or `.gz` beside a file
 * is sent where the browser takes it. Names that start with a dot are never served, `.well-known` excepted.
 */
export function publicFiles(directory: string, always: Readonly<Record<string, string>> = {}) {
  return async (request: IncomingMessage, response: ServerResponse, pathname: string): Promise<boolean> => {
    const path = filePath(directory, pathname);
    const file = path && (await fileFor(path, request.headers["accept-encoding"] ?? ""));
    if (!file) return false;
    const headers = { ...headersOf(file, path, pathname), ...always };
    if (isFresh(request.headers["if-none-match"], file.etag)) response.writeHead(304, headers).end();
    else await send(file, headers, request, response);
    return true;
  };
}

/** True for what could be a file, so that pages cost no look at the disk. */
export const mayBeFile = (method: string | undefined, pathname: string): boolean =>
  (method === "GET" || method === "HEAD") && /\.\w+$|^\/\.well-known\//.test(pathname);

const hiddenName = /(?:^|\/)\.(?!well-known\/)|[\0\\]/;

function filePath(directory: string, pathname: string): string | null {
  const decoded = decodedPath(pathname);
  return decoded === null || hiddenName.test(decoded) ? null : join(directory, decoded);
}

function decodedPath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

async function fileFor(path: string, accepted: string): Promise<PublicFile | null> {
  for (const { name, extension } of encodings) {
    if (!accepted.includes(name)) continue;
    const file = await fileAt(path + extension, name);
    if (file) return file;
  }
  return fileAt(path, null);
}

async function fileAt(path: string, encoding: string | null): Promise<PublicFile | null> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return null;
  const etag = `"${found.size.toString(36)}-${Math.trunc(found.mtimeMs).toString(36)}${encoding ? `-${encoding}` : ""}"`;
  return { path, size: found.size, etag, encoding };
}

function headersOf(file: PublicFile, path: string, pathname: string): OutgoingHttpHeaders {
  return {
    "content-type": contentType(path),
    "cache-control": hashed.test(pathname) ? `public, max-age=${year}, immutable` : "public, no-cache",
    etag: file.etag,
    vary: "accept-encoding",
    "x-content-type-options": "nosniff",
    ...(file.encoding && { "content-encoding": file.encoding }),
  };
}

const isFresh = (known: string | undefined, etag: string): boolean =>
  known !== undefined && known.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);

async function send(
  file: PublicFile,
  headers: OutgoingHttpHeaders,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { ...headers, "content-length": file.size });
  if (request.method === "HEAD") response.end();
  // Cut short when the file or the browser goes away meanwhile; either way there is nobody to tell.
  else
    await pipeline(createReadStream(file.path, { end: Math.max(0, file.size - 1) }), response).catch(() =>
      response.destroy(),
    );
}
