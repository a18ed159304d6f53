import { z } from "zod";

const text = (missing: string, longest: number) =>
  z.string(missing).trim().min(1, missing).max(longest, `Keep it within ${longest} characters.`);

/** What a person may say about one album, with the messages for what doesn't fit. */
export const AlbumSchema = z.object({
  title: text("Fill in the title.", 200),
  artist: text("Fill in the artist.", 200),
  year: z.coerce.number<string | number>("Fill in a whole number.").int("Fill in a whole number."),
  genre: text("Fill in the genre.", 200),
  tracks: z.coerce.number<string | number>("Fill in a whole number.").int("Fill in a whole number."),
});

/** An id as a path or a page names it: digits alone. A number in another dress ("1e0", true, [1]) is none. */
export const AlbumId = z
  .union([
    z
      .string()
      .regex(/^[1-9]\d*$/)
      .transform(Number),
    z.number(),
  ])
  .pipe(z.int().positive());

/** What is written about one album. */
export type AlbumAttributes = z.output<typeof AlbumSchema>;

/** One album, as it is stored. */
export interface Album extends Readonly<AlbumAttributes> {
  readonly id: number;
}
