const VOID_TAGS = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));

/** Tells whether markup is exactly one element. When in doubt it says no: the client then only skips less. */
export class RootCounter {
  readonly #open: string[] = [];
  /** The start tags of the open elements, as written. */
  readonly #startTags: string[] = [];
  #roots = 0;
  #clean = true;
  /** Whether each end tag closed the element that was open last. */
  #nested = true;

  text(text: string): void {
    if (this.#open.length === 0 && text.trim() !== "") this.#clean = false;
  }

  open(tag: string, startTag: string): void {
    if (this.#open.length === 0) this.#roots += 1;
    if (VOID_TAGS.has(tag)) return;
    this.#open.push(tag);
    this.#startTags.push(startTag);
  }

  close(tag: string): void {
    this.#startTags.pop();
    if (this.#open.pop() === tag) return;
    this.#clean = false;
    this.#nested = false;
  }

  /** The start tag of the element that what follows stands in; null where there is none, or when in doubt. */
  get innermost(): string | null {
    return this.#nested ? (this.#startTags.at(-1) ?? null) : null;
  }

  isSingle(): boolean {
    return this.#clean && this.#roots === 1 && this.#open.length === 0;
  }
}
