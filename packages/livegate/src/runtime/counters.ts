/** What an endpoint counts: how often each limit was met and each kind of input refused. */
export class Counters {
  readonly #counts = new Map<string, number>();

  increment(name: string): void {
    this.#counts.set(name, this.value(name) + 1);
  }

  value(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** All counts by name, for metrics. */
  snapshot(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
