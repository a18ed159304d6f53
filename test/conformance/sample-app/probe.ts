/** What a test sees of the sample app from inside, and where it can make it wait or fail. */
export class Probe {
  /** What ran, in order. */
  readonly notes: string[] = [];
  /** Whether members are turned away from now on. */
  locked = false;
  /** What the connected mount of the fickle view does. */
  mountFails: "not" | "throws" | "notFound" | "forbidden" | "redirects" | "redirectsWithFlash" = "not";
  /** What a hook before the fickle view does on the socket. */
  hookHalts: "not" | "redirects" | "navigates" = "not";
  readonly #gates = new Map<
    string,
    { readonly opened: Promise<void>; readonly open: () => void; reached: () => void }
  >();
  readonly #reached = new Map<string, Promise<void>>();

  note(what: string): void {
    this.notes.push(what);
  }

  /** Empties the notes and gives what stood there. */
  takeNotes(): readonly string[] {
    return this.notes.splice(0);
  }

  /** From now on `pass(name)` waits until `open(name)`; the promise resolves once somebody stands there. */
  shut(name: string): Promise<void> {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const { promise, resolve: reached } = Promise.withResolvers<void>();
    this.#gates.set(name, { opened, open, reached });
    this.#reached.set(name, promise);
    return promise;
  }

  open(name: string): void {
    this.#gates.get(name)?.open();
    this.#gates.delete(name);
  }

  /** Waits where the gate is shut. */
  async pass(name: string): Promise<void> {
    const gate = this.#gates.get(name);
    gate?.reached();
    await gate?.opened;
  }
}
