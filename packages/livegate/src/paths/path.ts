/**
 * A local address of the app, made by one of its path functions: never a foreign one, so it needs no checking.
 *
 * Immutable. The base under which the app is mounted isn't in it: that is added where the path is printed.
 *
 * @example
 * paths.album({ id: 1 }, { tab: "tracks" }).toString(); // "/albums/1?tab=tracks"
 */
export class Path {
  readonly #text: string;

  /** Made by `definePaths`, which encodes what it puts in. */
  constructor(text: string) {
    this.#text = text;
  }

  /** The path and query, encoded, without the base: "/albums/1?tab=tracks". */
  toString(): string {
    return this.#text;
  }

  /** What a link or a redirect says: the path under `base` ("" or "/shop"). */
  href(base: string): string {
    return base + this.#text;
  }
}

/**
 * True for a value made by a path function.
 *
 * @example
 * const text = isPath(to) ? to.href(base) : to;
 */
export const isPath = (value: unknown): value is Path => value instanceof Path;
