import { LivegateError } from "../errors/livegate-error.ts";
import type { PathFn, QueryValue } from "./path-types.ts";
import { Path } from "./path.ts";

/**
 * Names every address of the app once; links, redirects and routes are made of these.
 *
 * A pattern is a path with `:name` parameters, then the names that its query may have: "/albums/:id?tab&page".
 * Values are percent-encoded. In the query null, undefined and false are left out. A missing or empty path parameter,
 * "." and ".." throw `LG_PATH_PARAM`; a pattern of another form throws `LG_PATH_PATTERN` at once.
 *
 * @example
 * export const paths = definePaths({ home: "/?q&sort", album: "/albums/:id?tab" });
 * paths.home({ q: "blue" }); // /?q=blue
 * paths.album({ id: 1 }); // /albums/1
 */
export function definePaths<const Patterns extends Record<string, `/${string}`>>(
  patterns: Patterns,
): { readonly [Name in keyof Patterns]: PathFn<Patterns[Name]> } {
  const paths = Object.entries(patterns).map(([name, pattern]) => [name, pathFn(name, pattern)]);
  // Each pattern became the function of its own literal type, under its own name.
  return Object.freeze(Object.fromEntries(paths)) as { readonly [Name in keyof Patterns]: PathFn<Patterns[Name]> };
}

type Params = Readonly<Record<string, QueryValue>>;

function pathFn(name: string, pattern: string): PathFn<string> {
  const mark = pattern.indexOf("?");
  const segments = (mark < 0 ? pattern : pattern.slice(0, mark)).slice(1).split("/");
  const queryNames = mark < 0 ? [] : pattern.slice(mark + 1).split("&");
  checkPattern(name, pattern, segments, queryNames);
  const hasParams = segments.some(isParam);
  const make = (first: Params = {}, second: Params = {}): Path => {
    const path = segments.map((segment) => (isParam(segment) ? encodeParam(pattern, segment, first) : segment));
    return new Path(`/${path.join("/")}${queryText(queryNames, hasParams ? second : first)}`);
  };
  return Object.assign(make, { pattern });
}

const isParam = (segment: string): boolean => segment.startsWith(":");

const segmentForm = /^(?::[A-Za-z_]\w*|[\w.~-]*)$/;
const queryNameForm = /^[\w.~[\]-]+$/;

function checkPattern(name: string, pattern: string, segments: readonly string[], queryNames: readonly string[]): void {
  const params = segments.filter(isParam);
  const wellFormed =
    pattern.startsWith("/") &&
    (segments.length === 1 || segments.every((segment) => segment !== "")) &&
    segments.every((segment) => segmentForm.test(segment) && !isDots(segment)) &&
    queryNames.every((query) => queryNameForm.test(query)) &&
    new Set(params).size === params.length;
  if (!wellFormed) throw new LivegateError("LG_PATH_PATTERN", `The path ${name} has the pattern "${pattern}".`);
}

// A browser resolves these even when they are percent-encoded, so that the link would lead elsewhere.
const isDots = (segment: string): boolean => segment === "." || segment === "..";

function encodeParam(pattern: string, segment: string, params: Params): string {
  const name = segment.slice(1);
  const value = Object.hasOwn(params, name) ? params[name] : undefined;
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  if (text === "" || isDots(text)) {
    const got = value === undefined ? "is missing" : `is ${JSON.stringify(value)}`;
    throw new LivegateError("LG_PATH_PARAM", `The parameter :${name} of "${pattern}" ${got}.`);
  }
  return encode(text);
}

function queryText(names: readonly string[], query: Params): string {
  let text = "";
  for (const name of names) {
    const value = Object.hasOwn(query, name) ? query[name] : undefined;
    if (value === undefined || value === null || value === false) continue;
    text += `${text === "" ? "?" : "&"}${encode(name)}=${encode(String(value))}`;
  }
  return text;
}

// Half a surrogate pair, which a value from a form can hold, would make encodeURIComponent throw.
const encode = (text: string): string => encodeURIComponent(text.toWellFormed());
