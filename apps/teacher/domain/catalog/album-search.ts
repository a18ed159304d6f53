import type { Album } from "./album.ts";

/** The orders in which albums can be listed; the first is the usual one. */
export const albumSorts = ["artist", "title", "year", "newest"] as const;
export type AlbumSort = (typeof albumSorts)[number];

/** The longest search, in characters: any artist's whole name can be searched for. */
export const LONGEST_SEARCH = 200;

/** Which albums are wanted, and in which order. */
export interface AlbumQuery {
  /** Words that title, artist or genre must contain, all of them, in any order; "" for every album. */
  readonly q: string;
  readonly sort: AlbumSort;
}

const ACCENTS = /\p{Diacritic}/gu;

/** Text without case and accents, so that "bjork" finds "Björk". */
export const fold = (text: string): string => text.normalize("NFD").replace(ACCENTS, "").toLowerCase();

/** The words of a search as they are compared. */
export const searchWords = (q: string): readonly string[] => fold(q).split(/\s+/).filter(Boolean);

/** What an album can be found by. */
export const searchText = ({ title, artist, genre }: Pick<Album, "title" | "artist" | "genre">): string =>
  fold(`${title}\n${artist}\n${genre}`);

/** Whether a search finds this album: the same answer that the database gives. */
export function matches(album: Album, q: string): boolean {
  const found = searchText(album);
  return searchWords(q).every((word) => found.includes(word));
}

const collator = new Intl.Collator("en", { sensitivity: "base", ignorePunctuation: true, numeric: true });

type Compare = (a: Album, b: Album) => number;

const byTitle: Compare = (a, b) => collator.compare(a.title, b.title) || a.id - b.id;
const byYear: Compare = (a, b) => a.year - b.year || byTitle(a, b);
const byArtist: Compare = (a, b) => collator.compare(withoutThe(a.artist), withoutThe(b.artist)) || byYear(a, b);

// As in a record shop, "The Beatles" stand under B.
const withoutThe = (name: string): string => name.replace(/^the\s+/i, "");

const orders: Readonly<Record<AlbumSort, Compare>> = {
  artist: byArtist,
  title: byTitle,
  year: byYear,
  newest: (a, b) => b.id - a.id,
};

/** Albums in the order of a query. */
export const inOrder = (albums: readonly Album[], sort: AlbumSort): readonly Album[] => albums.toSorted(orders[sort]);
