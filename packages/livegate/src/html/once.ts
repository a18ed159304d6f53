import { Leaf } from "./leaf.ts";

/** Text that is printed once: where there is none, the page keeps what it has. */
export class Once extends Leaf {
  #text: string | null;

  constructor(text: string | null) {
    super();
    this.#text = text;
  }

  /** Whether there is nothing new to be printed. */
  get isSpent(): boolean {
    return this.#text === null;
  }

  /** Lets go of it: the last print of a view is kept, to be compared with the next one. */
  text(): string {
    const text = this.#text ?? "";
    this.#text = null;
    return text;
  }
}

/**
 * Prints a text that the server then forgets: null leaves on the page what was printed there before. Made for assigns that are
 * `temporary`, which are null after each print.
 *
 * It stands in the text of a template, not in attributes and not in rows, and is made anew by each render. A page that joins anew shows what `mount` gives.
 *
 * @example
 * const LogLive = liveView({
 *   events: { load: null },
 *   mount: () => ({ text: "nothing yet" as string | null, times: 0 }),
 *   temporary: ["text"],
 *   handle: { load: (socket) => socket.assign({ text: "a long text" }).update("times", (times) => times + 1) },
 *   render: ({ text, times }, ev) => html`<pre>${once(text)}</pre><button phx-click=${ev.load}>${times}</button>`,
 * });
 */
export const once = (text: string | null): Leaf => new Once(text);
