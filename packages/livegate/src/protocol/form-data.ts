import { type JsonData, type JsonObject, emptyObject, isHostileKey, isObject } from "./json-data.ts";
import { limits } from "./limits.ts";
import { type Parsed, type ParseFailure, parsed, refused } from "./parsed.ts";

/** A decoded form or query string. Objects have no prototype. */
export interface FormParams {
  readonly [name: string]: FormValue;
}
export type FormValue = string | readonly FormValue[] | FormParams;

/** What a form may hold; each defaults to the value in `limits`. */
export interface FormLimits {
  /** Bytes of names and values, decoded. */
  readonly bytes?: number;
  /** Bracket levels of a name. */
  readonly depth?: number;
  /** Pairs of name and value. */
  readonly keys?: number;
}

type Container = Record<string, FormValue> | FormValue[];

/**
 * Decodes an application/x-www-form-urlencoded body, a query string (without "?") or the value of a form event. Never throws.
 *
 * `a[b]=1` → `{ a: { b: "1" } }` · `a[]=1&a[]=2` → `{ a: ["1", "2"] }` · `a[0][x]=1` → `{ a: { 0: { x: "1" } } }` ·
 * `a[][x]=1` → `{ a: [{ x: "1" }] }`. Of two values with one name the last wins. A name with stray brackets is taken
 * literally, a `%` that starts no escape stays, and a name with `__proto__`, `constructor` or `prototype` is dropped.
 *
 * @example
 * decodeForm("album[title]=Blue&album[year]=1971"); // { ok: true, value: { album: { title: "Blue", year: "1971" } } }
 */
export function decodeForm(text: string, within: FormLimits = {}): Parsed<FormParams> {
  const { bytes = limits.formBytes, depth = limits.formDepth, keys = limits.formKeys } = within;
  const root = emptyObject<FormValue>();
  let size = 0;
  let count = 0;
  for (let start = 0; start < text.length;) {
    const end = endOfPair(text, start);
    const pair = text.slice(start, end);
    start = end + 1;
    if (pair === "") continue;
    if (++count > keys) return refused("too many keys");
    const equals = pair.indexOf("=");
    const name = decodePart(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? "" : decodePart(pair.slice(equals + 1));
    size += Buffer.byteLength(name) + Buffer.byteLength(value);
    if (size > bytes) return refused("too large");
    const failure = put(root, name, value, depth);
    if (failure) return refused(failure);
  }
  return parsed(root);
}

function endOfPair(text: string, start: number): number {
  const end = text.indexOf("&", start);
  return end < 0 ? text.length : end;
}

function decodePart(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return unescapeValidParts(spaced);
  }
}

// What a person types into an address bar ("100%") is no reason to fail: keep what isn't an escape.
const unescapeValidParts = (text: string): string =>
  text.replaceAll(/(?:%[\da-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll("%", ""), "hex").toString("utf8"));

function put(root: Record<string, FormValue>, name: string, value: string, depth: number): ParseFailure | null {
  const path = namePath(name);
  if (path.length > depth) return "nested too deep";
  if (path[0] === "" || path.some(isHostileKey)) return null;
  let container: Container = root;
  for (let level = 0; level < path.length - 1; level++) {
    container = childOf(container, path[level] ?? "", path[level + 1] === "");
  }
  set(container, path.at(-1) ?? "", value);
  return null;
}

/** Splits `user[tags][]` into `user`, `tags` and an empty segment; what doesn't fit that form is one segment. */
function namePath(name: string): readonly string[] {
  const open = name.indexOf("[");
  if (open <= 0 || !name.endsWith("]")) return [name];
  const inner = name.slice(open + 1, -1).split("][");
  return inner.some((segment) => segment.includes("[") || segment.includes("]"))
    ? [name]
    : [name.slice(0, open), ...inner];
}

function childOf(container: Container, key: string, wantsArray: boolean): Container {
  const present = Array.isArray(container) ? undefined : container[key];
  if (isContainer(present) && Array.isArray(present) === wantsArray) return present;
  const child: Container = wantsArray ? [] : emptyObject<FormValue>();
  set(container, key, child);
  return child;
}

// Every object in a form that is being built was made by `childOf`, so it may still be written to.
const isContainer = (value: FormValue | undefined): value is Container => typeof value === "object";

function set(container: Container, key: string, value: FormValue): void {
  if (Array.isArray(container)) container.push(value);
  else container[key] = value;
}

/** The path of an input's name: `user[name]` → `["user", "name"]`, `tags[]` → `["tags"]`. */
export function fieldPath(name: string): readonly string[] {
  const path = namePath(name);
  return path.at(-1) === "" ? path.slice(0, -1) : path;
}

const unusedPrefix = "_unused_";

/** True for the marks that the client puts beside inputs nobody has touched: `_unused_title`. */
export const isUnusedMark = (key: string): boolean => key.startsWith(unusedPrefix);

/** Stands in each row of a list of inputs: which one it is, however it moves. */
export const PERSISTENT_ID = "_persistent_id";

/**
 * True if the input at `path` was touched or submitted; a group or a list of inputs is used as soon as one of them is.
 *
 * @example
 * usedInput(params, ["album", "title"]) // false while `album[_unused_title]` stands beside it
 */
export function usedInput(params: FormParams, path: readonly (string | number)[]): boolean {
  let value: FormValue | undefined = params;
  for (const step of path) {
    const key = String(step);
    if (isUnusedMark(key) || key === PERSISTENT_ID) return false;
    if (isParams(value) && Object.hasOwn(value, unusedPrefix + key)) return false;
    value = memberOf(value, key);
  }
  return value !== undefined && isUsed(value);
}

function isUsed(value: FormValue): boolean {
  if (typeof value === "string") return true;
  if (!isParams(value)) return value.some(isUsed);
  const keys = Object.keys(value);
  return keys.length === 0 || keys.some((key) => usedInput(value, [key]));
}

const isParams = (value: FormValue | undefined): value is FormParams =>
  typeof value === "object" && !Array.isArray(value);

function memberOf(value: FormValue | undefined, key: string): FormValue | undefined {
  if (typeof value !== "object") return undefined;
  return Object.hasOwn(value, key) ? (value as FormParams)[key] : undefined; // An own property, of an object or array.
}

/**
 * Leaves out empty strings, at any depth: an input left empty is absent before a schema sees it. Arrays keep their place.
 * What a form event carries beside its fields may be any JSON, and stays as it is.
 */
export function dropEmpty(value: JsonObject): JsonObject {
  const result = emptyObject<JsonData>();
  for (const [key, item] of Object.entries(value)) {
    if (item !== "") result[key] = withoutEmpty(item);
  }
  return result;
}

function withoutEmpty(value: JsonData): JsonData {
  if (Array.isArray(value)) return value.filter((item) => item !== "").map(withoutEmpty);
  return isObject(value) ? dropEmpty(value as JsonObject) : value; // An object within JSON holds JSON.
}
