/**
 * Who may use the one handle of a database: anybody, statement by statement, until somebody takes it for several of them.
 *
 * @example
 * await turns.when(me, () => turns.take(me));
 * await several(statements).finally(() => turns.giveBack(me));
 */
export class Turns {
  #owner: object | null = null;
  #given: PromiseWithResolvers<void> | null = null;

  /** Calls `work` as soon as `who` may use the handle, with nobody else in between: at once where it is free. */
  when<Result>(who: object, work: () => Result | Promise<Result>): Result | Promise<Result> {
    return this.#isFreeFor(who) ? work() : this.#later(who, work);
  }

  async #later<Result>(who: object, work: () => Result | Promise<Result>): Promise<Result> {
    while (!this.#isFreeFor(who)) await this.#given?.promise;
    return work();
  }

  #isFreeFor(who: object): boolean {
    return this.#owner === null || this.#owner === who;
  }

  isTakenBy(who: object): boolean {
    return this.#owner === who;
  }

  /** Keeps the handle; it has to be free. */
  take(who: object): void {
    this.#owner = who;
    this.#given = Promise.withResolvers();
  }

  /** Lets others use the handle again; nothing happens where `who` hasn't taken it. */
  giveBack(who: object): void {
    if (this.#owner !== who) return;
    this.#owner = null;
    this.#given?.resolve();
  }
}
