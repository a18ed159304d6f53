import { randomToken } from "../token/random-token.ts";

/** Stands in a page's text for parts that aren't printed yet, by number: comments that nobody else can write. */
export class PageMarks {
  #secret: string | null = null;
  readonly #texts = new Map<number, string>();

  of(part: number): string {
    this.#secret ??= randomToken(12);
    return `<!--${this.#secret}:${part}-->`;
  }

  /** Takes a part's HTML, in which there may be marks of others. */
  keep(part: number, text: string): void {
    this.#texts.set(part, text);
  }

  /** Puts each part's HTML in the place of its mark. */
  fill(text: string): string {
    if (this.#secret === null) return text;
    const [first = "", ...more] = text.split(`<!--${this.#secret}:`);
    return more.reduce((filled, rest) => {
      const end = rest.indexOf("-->");
      return filled + this.fill(this.#texts.get(Number(rest.slice(0, end))) ?? "") + rest.slice(end + 3);
    }, first);
  }
}
