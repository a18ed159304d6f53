/** The signals of the turns that run in a view or a component: what a handler has begun may end when nobody waits for it any more. */
export class TurnSignals {
  readonly #running = new Set<AbortController>();
  #over = false;

  /** One for a turn that begins to use it. */
  begin(): AbortController {
    const controller = new AbortController();
    if (this.#over) controller.abort();
    else this.#running.add(controller);
    return controller;
  }

  /** Its turn is over, so it isn't aborted any more. */
  forget(controller: AbortController): void {
    this.#running.delete(controller);
  }

  /** Aborts those of the turns that run, and of whichever may still begin. */
  abort(): void {
    this.#over = true;
    for (const controller of this.#running) controller.abort();
    this.#running.clear();
  }
}
