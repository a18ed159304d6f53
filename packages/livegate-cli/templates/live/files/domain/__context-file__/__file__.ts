import { z } from "zod";

// @if texts
const text = (missing: string, longest: number) =>
  z.string(missing).trim().min(1, missing).max(longest, `Keep it within ${longest} characters.`);

// @end
// @if datetimes
// An input knows no zone: what it says is meant in UTC.
const inUtc = (text: string): string => new Date(text.endsWith("Z") ? text : `${text}Z`).toISOString();

// @end
/** What a person may say about one __label__, with the messages for what doesn't fit. */
export const __Schema__Schema = z.object({
  __schemaFields__: z.string(),
});

/** An id as a path or a page names it: digits alone. A number in another dress ("1e0", true, [1]) is none. */
export const __Schema__Id = z
  .union([
    z
      .string()
      .regex(/^[1-9]\d*$/)
      .transform(Number),
    z.number(),
  ])
  .pipe(z.int().positive());

/** What is written about one __label__. */
export type __Schema__Attributes = z.output<typeof __Schema__Schema>;

/** One __label__, as it is stored. */
export interface __Schema__ extends Readonly<__Schema__Attributes> {
  readonly id: number;
}
