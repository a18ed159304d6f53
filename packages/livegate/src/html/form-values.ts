import type { FormParams, FormValue } from "../protocol/form-data.ts";
import { emptyObject, isHostileKey } from "../protocol/json-data.ts";
import { isFormMark, isIndexed } from "./form-rows.ts";

/** The values that a form starts with, as the text its inputs show; also what a client sent, whatever it is. */
export function formParams(given: unknown): FormParams {
  const params = emptyObject<FormValue>();
  if (typeof given !== "object" || given === null) return params;
  for (const [key, item] of Object.entries(given)) {
    const text = isHostileKey(key) ? undefined : formText(item);
    if (text !== undefined) params[key] = text;
  }
  return params;
}

function formText(given: unknown): FormValue | undefined {
  switch (typeof given) {
    case "string":
      return given;
    case "number":
    case "bigint":
      return String(given);
    case "boolean":
      return given ? "true" : undefined;
    case "object":
      return given === null ? undefined : structured(given);
    default:
      return undefined;
  }
}

function structured(given: object): FormValue {
  if (given instanceof Date) return Number.isNaN(given.getTime()) ? "" : given.toISOString();
  return Array.isArray(given) ? given.map((item) => formText(item) ?? "") : formParams(given);
}

/** The same values without those of some names, at any depth. */
export function paramsWithout(params: FormParams, isHidden: (name: string) => boolean): FormParams {
  const kept = emptyObject<FormValue>();
  for (const [key, value] of Object.entries(params)) {
    if (!isHidden(key)) kept[key] = valueWithout(value, isHidden);
  }
  return kept;
}

function valueWithout(value: FormValue, isHidden: (name: string) => boolean): FormValue {
  if (typeof value === "string") return value;
  return isParams(value) ? paramsWithout(value, isHidden) : value.map((item) => valueWithout(item, isHidden));
}

/** Where an empty string is a value of its own: everywhere, nowhere, or at these paths ("note", "tracks.name"). */
export type KeepEmpty = boolean | readonly string[];

/** What the schema sees: no marks of the client, and no empty strings unless they are kept. */
export function schemaInput(params: FormParams, keepEmpty: KeepEmpty): Record<string, unknown> {
  const keeps = (path: string): boolean => (Array.isArray(keepEmpty) ? keepEmpty.includes(path) : keepEmpty === true);
  return objectInput(params, "", keeps);
}

type Keeps = (path: string) => boolean;

function objectInput(params: FormParams, path: string, keeps: Keeps): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(params)) {
    if (isFormMark(key)) continue;
    const inner = path === "" ? key : `${path}.${key}`;
    if (value !== "" || keeps(inner)) input[key] = valueInput(value, inner, keeps);
  }
  return input;
}

function valueInput(value: FormValue, path: string, keeps: Keeps): unknown {
  if (typeof value === "string") return value;
  if (isParams(value)) return objectInput(value, path, keeps);
  const keepsEmpty = keeps(path);
  // An empty one of several inputs of one name is none; an empty row is a row without a value.
  if (isIndexed(value))
    return value.map((item) => (item === "" && !keepsEmpty ? undefined : valueInput(item, path, keeps)));
  return value.filter((item) => item !== "" || keepsEmpty).map((item) => valueInput(item, path, keeps));
}

const isParams = (value: FormValue): value is FormParams => !Array.isArray(value) && typeof value === "object";
