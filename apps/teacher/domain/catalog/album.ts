import { z } from "zod";

/** The year of the first sound recording; nothing older can stand on a shelf. */
export const FIRST_YEAR = 1877;
/** The longest album that the catalog takes. */
export const MOST_TRACKS = 200;

/** Announced albums may carry next year's date. */
export const lastYear = (): number => new Date().getFullYear() + 1;

const text = (blank: string, longest: number) =>
  z.string({ error: blank }).trim().min(1, blank).max(longest, `Keep it within ${longest} characters.`);

/** What a person may say about an album, with the messages for what doesn't fit. */
export const AlbumSchema = z.object({
  title: text("Every album has a title.", 200),
  artist: text("Who recorded it?", 200),
  year: z.coerce
    .number<string | number>({ error: "A year in digits, such as 1959." })
    .int("A year in digits, such as 1959.")
    .min(FIRST_YEAR, `Nothing was recorded before ${FIRST_YEAR}.`)
    .refine((year) => year <= lastYear(), { error: () => `${lastYear()} at the latest.` }),
  genre: text("Pick a genre, or make one up.", 60),
  tracks: z.coerce
    .number<string | number>({ error: "A number of tracks, such as 9." })
    .int("Whole tracks only.")
    .min(1, "At least one track.")
    .max(MOST_TRACKS, `${MOST_TRACKS} tracks at most.`),
});

/** An album's id as a path or a page names it: digits alone. A number in another dress ("1e0", true, [1]) is none. */
export const AlbumId = z
  .union([
    z
      .string()
      .regex(/^[1-9]\d*$/)
      .transform(Number),
    z.number(),
  ])
  .pipe(z.int().positive());

/** What is written about an album. */
export type AlbumAttributes = z.output<typeof AlbumSchema>;

/** An album of the catalog, as everybody sees it and as topics carry it. */
export const AlbumRecord = AlbumSchema.extend({
  id: z.number().int(),
  /** Whose it is; null: nobody's, and so everybody's to change. */
  ownerId: z.number().int().nullable(),
  /** Names the picture that somebody gave it; null: it has none. */
  cover: z.string().nullable().default(null),
  // Stored years stay good when the rule for new ones moves on.
  year: z.number().int(),
  tracks: z.number().int(),
});

export type Album = Readonly<z.output<typeof AlbumRecord>>;
