import type { Path } from "./path.ts";

/** The part of a pattern that routes match: "/albums/:id?tab" → "/albums/:id". */
export type PathPart<Pattern extends string> = Pattern extends `${infer Part}?${string}` ? Part : Pattern;

/** The names of a pattern's path parameters: "/albums/:id?tab" → "id". */
export type PathParams<Pattern extends string> = SegmentParams<PathPart<Pattern>>;

/** The names that a pattern allows in the query: "/albums/:id?tab&page" → "tab" | "page". */
export type QueryNames<Pattern extends string> = Pattern extends `${string}?${infer Names}` ? SplitNames<Names> : never;

type SplitNames<Names extends string> = Names extends `${infer First}&${infer Rest}` ? First | SplitNames<Rest> : Names;

type SegmentParams<Part extends string> = Part extends `${infer First}/${infer Rest}`
  ? SegmentParams<First> | SegmentParams<Rest>
  : Part extends `:${infer Name}`
    ? Name
    : never;

/** What may stand in a query. null, undefined and false leave the name out; true is written "true". */
export type QueryValue = string | number | boolean | null | undefined;

/** What a path function takes: the path parameters if there are any, then the query. */
export type PathArgs<Pattern extends string> = [PathParams<Pattern>] extends [never]
  ? [query?: Query<Pattern> & { [Name in PathParams<Pattern>]: never }]
  : [params: { [Name in PathParams<Pattern>]: string | number }, query?: Query<Pattern>];

type Query<Pattern extends string> = { [Name in QueryNames<Pattern>]?: QueryValue };

/** Makes the paths of one pattern, and stands for that pattern in the router. */
export interface PathFn<Pattern extends string> {
  (...args: PathArgs<Pattern>): Path;
  readonly pattern: Pattern;
}
