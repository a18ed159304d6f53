import { type FormParams, decodeForm, fieldPath } from "./form-data.ts";
import { type JsonData, type JsonObject, emptyObject, isObject, jsonData } from "./json-data.ts";
import { limits } from "./limits.ts";
import { type Parsed, parsed, refused } from "./parsed.ts";
import { type PickedFiles, parsePickedFiles } from "./upload-payloads.ts";

/** A join of a view. Tokens are not verified yet. */
export interface JoinPayload {
  /** The page's URL; `redirect` when a live navigation brought it. Null for views that stand in no router. */
  readonly location: { readonly by: "url" | "redirect"; readonly url: URL } | null;
  /** What the page says about itself: never more than a hint. */
  readonly params: ConnectParams;
  readonly session: string | null;
  readonly static: string | null;
  readonly flash: string | null;
  readonly sticky: boolean;
}

/** What the client adds to a join, and the app's own parameters. */
export interface ConnectParams {
  /** Successful joins before this one; 0 for a page's first. */
  readonly mounts: number;
  readonly mountAttempts: number;
  readonly referer: string | null;
  /** URLs of the assets that the page runs with. */
  readonly trackStatic: readonly string[];
  readonly csrfToken: string | null;
  /** What the page has kept for the view; not opened yet. */
  readonly recover: string | null;
  /** Signed messages of an event that was held when the page lost its view: empty for none, null where the page has no sheet. */
  readonly held: string | null;
  /** The rest: what `params` of the client's `connect` gave. */
  readonly own: JsonObject;
}

/** Reads the payload of `phx_join` on a view's topic. Never throws. */
export function parseJoin(payload: unknown, bytes: number): Parsed<JoinPayload> {
  if (bytes > limits.joinBytes) return refused("too large");
  if (!isObject(payload)) return refused("malformed");
  const location = joinLocation(payload);
  const params = jsonData(payload["params"] ?? {});
  if (!params.ok) return params;
  if (location === undefined || !isJsonObject(params.value)) return refused("malformed");
  return parsed({
    location,
    params: connectParams(params.value),
    session: textOr(payload["session"], null),
    static: textOr(payload["static"], null),
    flash: textOr(payload["flash"], null),
    sticky: payload["sticky"] === true,
  });
}

function joinLocation(payload: Readonly<Record<string, unknown>>): JoinPayload["location"] | undefined {
  const by = payload["redirect"] === undefined ? "url" : "redirect";
  if (payload[by] === undefined) return null;
  const url = pageUrl(payload[by]);
  return url === null ? undefined : { by, url };
}

function pageUrl(given: unknown): URL | null {
  const url = typeof given === "string" ? URL.parse(given) : null;
  return url && /^https?:$/.test(url.protocol) ? url : null;
}

const isJsonObject = (value: JsonData): value is JsonObject => isObject(value);

const textOr = <T>(given: unknown, otherwise: T): string | T => (typeof given === "string" ? given : otherwise);

const countOr = (given: unknown, otherwise: number): number =>
  Number.isSafeInteger(given) && Number(given) >= 0 ? Number(given) : otherwise;

const ownParams = new Set([
  "_csrf_token",
  "_held",
  "_live_referer",
  "_mount_attempts",
  "_mounts",
  "_recover",
  "_track_static",
]);

function connectParams(given: JsonObject): ConnectParams {
  const own = emptyObject<JsonData>();
  for (const [key, value] of Object.entries(given)) if (!ownParams.has(key)) own[key] = value;
  const tracked = given["_track_static"];
  return {
    mounts: countOr(given["_mounts"], 0),
    mountAttempts: countOr(given["_mount_attempts"], 0),
    referer: textOr(given["_live_referer"], null),
    trackStatic: Array.isArray(tracked) ? tracked.filter((url) => typeof url === "string") : [],
    csrfToken: textOr(given["_csrf_token"], null),
    recover: textOr(given["_recover"], null),
    held: textOr(given["_held"], null),
    own,
  };
}

/** Something a user did. All of it is untrusted; `value` still has to pass the event's schema. */
export interface EventPayload {
  /** "click", "form", "hook", "keydown" …, for information; null where the client gave none. */
  readonly type: string | null;
  readonly event: string;
  /** A form's decoded values with `meta` laid over them; for other types what was sent. */
  readonly value: JsonData | FormParams;
  /** The component that is meant. */
  readonly cid: number | null;
  /** What came beside a form's values; `_target` is the path of the input that changed. */
  readonly meta: JsonObject;
  /** Files that were picked; null where the event says nothing of files. */
  readonly uploads: PickedFiles | null;
}

/**
 * Reads the payload of `event`. A form may be larger than any other event: its decoded values are counted, and the list of its
 * files. Never throws.
 */
export function parseEvent(payload: unknown, bytes: number): Parsed<EventPayload> {
  if (!isObject(payload)) return refused("malformed");
  const { event, type, cid } = payload;
  if (typeof event !== "string" || event.length > limits.nameLength) return refused("malformed");
  if (cid !== undefined && cid !== null && countOr(cid, 0) === 0) return refused("malformed");
  const isForm = type === "form";
  const beside = bytes - formLength(payload);
  if (beside > (isForm && isObject(payload["uploads"]) ? limits.fileListBytes : limits.eventBytes)) {
    return refused("too large");
  }
  const meta = metaOf(payload["meta"]);
  if (!meta.ok) return meta;
  const value = isForm ? formValue(payload["value"], meta.value) : jsonData(payload["value"] ?? null);
  if (!value.ok) return value;
  const uploads = parsePickedFiles(payload["uploads"]);
  if (!uploads.ok) return uploads;
  return parsed({
    type: textOr(type, null),
    event,
    value: value.value,
    cid: typeof cid === "number" ? cid : null,
    meta: meta.value,
    uploads: uploads.value,
  });
}

/** What a refused payload of `event` says of itself: enough to tell the page, or the hook, which event was not taken. */
export function eventClaim(payload: unknown): { readonly event: string; readonly fromHook: boolean } {
  const { event, type } = isObject(payload) ? payload : {};
  return {
    event: typeof event === "string" && event.length <= limits.nameLength ? event : "",
    fromHook: type === "hook",
  };
}

// A form's own values are counted when they are decoded.
const formLength = ({ type, value }: Readonly<Record<string, unknown>>): number =>
  type === "form" && typeof value === "string" ? value.length : 0;

function metaOf(given: unknown): Parsed<JsonObject> {
  const meta = jsonData(given ?? {});
  if (!meta.ok) return meta;
  if (!isJsonObject(meta.value)) return refused("malformed");
  const target = meta.value["_target"];
  return parsed(typeof target === "string" ? withMember(meta.value, "_target", fieldPath(target)) : meta.value);
}

function withMember(object: JsonObject, key: string, value: JsonData): JsonObject {
  const result: Record<string, JsonData> = Object.assign(emptyObject<JsonData>(), object);
  result[key] = value;
  return result;
}

function formValue(given: unknown, meta: JsonObject): Parsed<JsonObject> {
  if (typeof given !== "string") return refused("malformed");
  const form = decodeForm(given);
  if (!form.ok) return form;
  const value: JsonObject = Object.assign(emptyObject<JsonData>(), form.value, meta);
  return parsed(value);
}

/** Reads the payload of `live_patch`. Never throws. */
export function parseLivePatch(payload: unknown, bytes: number): Parsed<{ readonly url: URL }> {
  if (bytes > limits.eventBytes) return refused("too large");
  const url = isObject(payload) ? pageUrl(payload["url"]) : null;
  return url ? parsed({ url }) : refused("malformed");
}

/** Reads the payload of `cids_will_destroy` and `cids_destroyed`. Never throws. */
export function parseCids(payload: unknown, bytes: number): Parsed<readonly number[]> {
  if (bytes > limits.eventBytes) return refused("too large");
  const cids = isObject(payload) ? payload["cids"] : null;
  return Array.isArray(cids) && cids.every((cid) => countOr(cid, 0) > 0) ? parsed(cids) : refused("malformed");
}
