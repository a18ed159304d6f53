/**
 * Remembers what the cookies that came lately hold: at least the last `size` different ones, at most twice as many.
 *
 * Two generations instead of an order of use: nothing has to be moved when a cookie comes again.
 */
export class RecentCookies<T> {
  readonly #size: number;
  #current = new Map<string, T>();
  #former = new Map<string, T>();

  constructor(size: number) {
    this.#size = size;
  }

  get(cookie: string): T | undefined {
    const found = this.#current.get(cookie);
    if (found !== undefined) return found;
    const earlier = this.#former.get(cookie);
    if (earlier !== undefined) this.set(cookie, earlier);
    return earlier;
  }

  set(cookie: string, contents: T): void {
    if (this.#current.size >= this.#size) {
      this.#former = this.#current;
      this.#current = new Map();
    }
    this.#current.set(cookie, contents);
  }
}
