import { plainFileName, plainRelativePath } from "./file-name.ts";
import { type JsonData, type JsonObject, emptyObject, isObject, jsonData } from "./json-data.ts";
import { limits } from "./limits.ts";
import { type Parsed, parsed, refused } from "./parsed.ts";

/** A file as the client describes it. Nothing of it is proved. */
export interface ClientFile {
  /** Tells the files of one page apart. */
  readonly ref: string;
  /** A plain name, whatever was sent. */
  readonly name: string;
  /** Where it stood in a folder that was picked; else empty. */
  readonly relativePath: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970; null where it isn't said. */
  readonly lastModified: number | null;
  /** What the page's own script added. */
  readonly meta: JsonObject;
}

/** A file as a form's own request brings it: its name and type are claims, its size is what came. */
export const describedFile = ({
  ref,
  name,
  type,
  size,
}: Pick<ClientFile, "ref" | "name" | "type" | "size">): ClientFile => ({
  ref,
  name: plainFileName(name),
  relativePath: "",
  type: isMediaType(type) ? type.toLowerCase() : "",
  size,
  lastModified: null,
  meta: emptyObject<JsonData>(),
});

/** The files that were picked, by the reference of their upload. */
export type PickedFiles = ReadonlyMap<string, readonly ClientFile[]>;

/** Reads the member `uploads` of an event. Never throws. */
export function parsePickedFiles(given: unknown): Parsed<PickedFiles | null> {
  if (given === undefined || given === null) return parsed(null);
  if (!isObject(given)) return refused("malformed");
  const picked = new Map<string, readonly ClientFile[]>();
  let count = 0;
  for (const [ref, entries] of Object.entries(given)) {
    const files = parseFiles(entries);
    if (!files.ok) return files;
    count += files.value.length;
    if (count > limits.filesAtOnce) return refused("too large");
    picked.set(ref, files.value);
  }
  return parsed(picked);
}

/** A wish to send files: which upload and component are meant, and the files. */
export interface PreflightPayload {
  readonly ref: string;
  readonly cid: number | null;
  readonly files: readonly ClientFile[];
}

/** Reads the payload of `allow_upload`. Never throws. */
export function parsePreflight(payload: unknown, bytes: number): Parsed<PreflightPayload> {
  if (bytes > limits.fileListBytes) return refused("too large");
  if (!isObject(payload) || !isUploadRef(payload["ref"]) || !isCid(payload["cid"])) return refused("malformed");
  const files = parseFiles(payload["entries"]);
  if (!files.ok) return files;
  if (files.value.length > limits.filesAtOnce) return refused("too large");
  return parsed({ ref: payload["ref"], cid: payload["cid"] ?? null, files: files.value });
}

/** How far the client has come with a file, or that it failed. */
export interface ProgressPayload {
  readonly ref: string;
  readonly entryRef: string;
  readonly cid: number | null;
  /** Percent; null where it failed. */
  readonly progress: number | null;
}

/** Reads the payload of `progress`. Never throws. */
export function parseProgress(payload: unknown, bytes: number): Parsed<ProgressPayload> {
  if (bytes > limits.eventBytes) return refused("too large");
  if (!isObject(payload) || !isUploadRef(payload["ref"]) || !isCid(payload["cid"])) return refused("malformed");
  const { entry_ref: entryRef, progress } = payload;
  if (!isFileRef(entryRef)) return refused("malformed");
  const at = { ref: payload["ref"], entryRef, cid: payload["cid"] ?? null };
  if (isObject(progress) && "error" in progress) return parsed({ ...at, progress: null });
  if (typeof progress !== "number" || !(progress >= 0 && progress <= 100)) return refused("malformed");
  return parsed({ ...at, progress: Math.floor(progress) });
}

/** Reads the payload of `phx_join` on an upload's topic: its token, not verified yet. Never throws. */
export function parseUploadJoin(payload: unknown, bytes: number): Parsed<string> {
  if (bytes > limits.eventBytes) return refused("too large");
  const token = isObject(payload) ? payload["token"] : null;
  return typeof token === "string" ? parsed(token) : refused("malformed");
}

const isUploadRef = (given: unknown): given is string => typeof given === "string" && /^[\w-]{1,64}$/.test(given);

const isFileRef = (given: unknown): given is string => typeof given === "string" && /^\d{1,16}$/.test(given);

const isCid = (given: unknown): given is number | null | undefined =>
  given === undefined || given === null || (Number.isSafeInteger(given) && Number(given) > 0);

function parseFiles(given: unknown): Parsed<readonly ClientFile[]> {
  if (!Array.isArray(given)) return refused("malformed");
  const files: ClientFile[] = [];
  for (const entry of given) {
    const file = parseFile(entry);
    if (!file.ok) return file;
    files.push(file.value);
  }
  return parsed(files);
}

function parseFile(given: unknown): Parsed<ClientFile> {
  if (!isObject(given) || !isFileRef(given["ref"]) || !Number.isSafeInteger(given["size"])) return refused("malformed");
  const { ref, name, type, size, last_modified: lastModified, relative_path: path } = given;
  if (Number(size) < 0 || typeof name !== "string") return refused("malformed");
  const meta = jsonData(given["meta"] ?? {});
  if (!meta.ok) return meta;
  return parsed({
    ref,
    name: plainFileName(name),
    relativePath: typeof path === "string" ? plainRelativePath(path) : "",
    type: typeof type === "string" && isMediaType(type) ? type.toLowerCase() : "",
    size: Number(size),
    lastModified: Number.isSafeInteger(lastModified) ? Number(lastModified) : null,
    meta: isData(meta.value) ? meta.value : emptyObject<JsonData>(),
  });
}

const isData = (value: JsonData): value is JsonObject => isObject(value);

/** RFC 6838, section 4.2, with the parameters that a browser may add. */
const isMediaType = (type: string): boolean =>
  type.length <= 255 && /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:;[ -~]*)?$/.test(type);
