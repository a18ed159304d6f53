/** What falls due when, by name: a binary heap that knows where each name stands, so that any of them can move. */
export class Deadlines {
  readonly #heap: { readonly id: string; at: number }[] = [];
  readonly #places = new Map<string, number>();

  /** When the next one falls due, in milliseconds since 1970; infinity where there is none. */
  get next(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  get size(): number {
    return this.#heap.length;
  }

  /** Sets when `id` falls due, or moves it. */
  set(id: string, at: number): void {
    const place = this.#places.get(id) ?? this.#heap.push({ id, at }) - 1;
    this.#heap[place]!.at = at; // It was there or was pushed.
    this.#places.set(id, place);
    this.#settle(place);
  }

  delete(id: string): void {
    const place = this.#places.get(id);
    if (place === undefined) return;
    this.#swap(place, this.#heap.length - 1);
    this.#heap.pop();
    this.#places.delete(id);
    if (place < this.#heap.length) this.#settle(place);
  }

  /** Takes the one that fell due first, if any has by `now`. */
  take(now: number): string | null {
    const [first] = this.#heap;
    if (!first || first.at > now) return null;
    this.delete(first.id);
    return first.id;
  }

  #settle(place: number): void {
    this.#sink(this.#rise(place));
  }

  #rise(from: number): number {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#at(parent) <= this.#at(place)) break;
      this.#swap(place, parent);
      place = parent;
    }
    return place;
  }

  #sink(from: number): void {
    for (let place = from; ;) {
      const left = 2 * place + 1;
      const child = this.#at(left + 1) < this.#at(left) ? left + 1 : left;
      if (this.#at(child) >= this.#at(place)) return;
      this.#swap(place, child);
      place = child;
    }
  }

  #at(place: number): number {
    return this.#heap[place]?.at ?? Number.POSITIVE_INFINITY;
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a]!, this.#heap[b]!]; // Both are places of the heap.
    this.#heap[a] = second;
    this.#heap[b] = first;
    this.#places.set(first.id, b);
    this.#places.set(second.id, a);
  }
}
