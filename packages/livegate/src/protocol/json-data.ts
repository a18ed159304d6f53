import { limits } from "./limits.ts";
import { type Parsed, parsed, refused } from "./parsed.ts";

/** JSON from outside: objects have no prototype, and none of the keys that reach one. */
export type JsonData = string | number | boolean | null | readonly JsonData[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonData;
}

/** An object under construction, without prototype. */
export const emptyObject = <T>(): Record<string, T> => Object.create(null);

/** True for keys that could reach a prototype when data is copied carelessly: they are dropped wherever they appear. */
export const isHostileKey = (key: string): boolean =>
  key === "__proto__" || key === "constructor" || key === "prototype";

/** True for what `JSON.parse` makes of `{…}`. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Copies what `JSON.parse` gave into data without prototypes; hostile keys are dropped. */
export function jsonData(given: unknown): Parsed<JsonData> {
  const value = copy(given, limits.jsonDepth);
  return value === undefined ? refused("nested too deep") : parsed(value);
}

function copy(given: unknown, depth: number): JsonData | undefined {
  if (typeof given !== "object" || given === null) return scalar(given);
  if (depth === 0) return undefined;
  return Array.isArray(given) ? copyArray(given, depth - 1) : copyObject(given, depth - 1);
}

// `JSON.parse` makes no other scalars than these; anything else didn't come from the wire.
const scalar = (given: unknown): JsonData =>
  typeof given === "string" || typeof given === "number" || typeof given === "boolean" ? given : null;

function copyArray(given: readonly unknown[], depth: number): JsonData | undefined {
  const items: JsonData[] = [];
  for (const item of given) {
    const value = copy(item, depth);
    if (value === undefined) return undefined;
    items.push(value);
  }
  return items;
}

function copyObject(given: object, depth: number): JsonData | undefined {
  const result = emptyObject<JsonData>();
  for (const [key, item] of Object.entries(given)) {
    if (isHostileKey(key)) continue;
    const value = copy(item, depth);
    if (value === undefined) return undefined;
    result[key] = value;
  }
  return result;
}
