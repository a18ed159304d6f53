/** One row of the page. */
export interface Album {
  readonly id: number;
  readonly title: string;
  readonly artist: string;
  readonly year: number;
  readonly genre: string;
  readonly tracks: number;
}

const WORDS = ["Blue", "Night", "Southern", "Paper", "Electric", "Silent", "Golden", "Hollow", "Winter", "Open"];
const NOUNS = ["Train", "Garden", "Letters", "Harbour", "Machines", "Rooms", "Weather", "Signals", "Rivers", "Maps"];
const GENRES = ["Jazz", "Folk", "Electronic", "Rock", "Chamber music"];

/** Albums with ids from 1 to `count`: always the same ones. */
export function albums(count: number): Album[] {
  return Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    title: `${WORDS[i % 10]} ${NOUNS[Math.floor(i / 10) % 10]}`,
    artist: `${NOUNS[(i * 3) % 10]} ${i % 5 === 0 ? "&" : "of"} ${WORDS[(i * 9) % 10]}`,
    year: 1955 + ((i * 13) % 70),
    genre: GENRES[i % GENRES.length] ?? "Jazz",
    tracks: 6 + (i % 11),
  }));
}

/** The list with one album replaced by `change(album)`; the list itself where no album has the id. */
export function changed(list: readonly Album[], id: number, change: (album: Album) => Album): readonly Album[] {
  const index = list.findIndex((album) => album.id === id);
  const album = list[index];
  return album === undefined ? list : list.with(index, change(album));
}

/** The album with another title than before: each call counts the title's number up. */
export function renamed(album: Album): Album {
  const [name = "", count = "0"] = album.title.split(" #");
  return { ...album, title: `${name} #${(Number(count) + 1) % 1000}` };
}

/** The rows that all views of /shared show: one list for the whole process. */
export class SharedAlbums {
  #list: readonly Album[];

  constructor(list: readonly Album[]) {
    this.#list = list;
  }

  get list(): readonly Album[] {
    return this.#list;
  }

  rename(id: number): void {
    this.#list = changed(this.#list, id, renamed);
  }
}

/** A row of one's own with the same texts. */
export const copied = (album: Album): Album => ({ ...album });
