const VOID_TAGS = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));

/** Tells whether markup is exactly one element. When in doubt it says no: the client then only skips less. */
export class RootCounter {
  readonly #open: string[] = [];
  #roots = 0;
  #clean = true;

  text(text: string): void {
    if (this.#open.length === 0 && text.trim() !== "") this.#clean = false;
  }

  open(tag: string): void {
    if (this.#open.length === 0) this.#roots += 1;
    if (VOID_TAGS.has(tag)) return;
    this.#open.push(tag);
  }

  close(tag: string): void {
    if (this.#open.pop() !== tag) this.#clean = false;
  }

  isSingle(): boolean {
    return this.#clean && this.#roots === 1 && this.#open.length === 0;
  }
}
