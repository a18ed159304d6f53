import { randomToken } from "../token/random-token.ts";

/** Stands in a page's text for components that aren't printed yet: a comment that nobody else can write. */
export class ComponentMarks {
  #secret: string | null = null;
  readonly #texts = new Map<number, string>();

  of(cid: number): string {
    this.#secret ??= randomToken(12);
    return `<!--${this.#secret}:${cid}-->`;
  }

  /** Takes a component's HTML, in which there may be marks of others. */
  keep(cid: number, text: string): void {
    this.#texts.set(cid, text);
  }

  /** Puts each component's HTML in the place of its mark. */
  fill(text: string): string {
    if (this.#secret === null) return text;
    const [first = "", ...more] = text.split(`<!--${this.#secret}:`);
    return more.reduce((filled, part) => {
      const end = part.indexOf("-->");
      return filled + this.fill(this.#texts.get(Number(part.slice(0, end))) ?? "") + part.slice(end + 3);
    }, first);
  }
}
