import type { App } from "../endpoint/app.ts";
import { LivegateError } from "../errors/livegate-error.ts";
import type { MarkupFault } from "./markup-faults.ts";

/** What a site asks of a page that is open. */
export interface OpenPage {
  /** Waits for one round of what is under way; says whether anything came of it. */
  settleOnce(): Promise<boolean>;
  /** Throws LG_TEST_MARKUP for a fault that isn't allowed. */
  checkMarkup(): void;
  /** So much time has passed: a page's own timers run. */
  elapse(ms: number): Promise<void>;
  reconnect(): Promise<void>;
  close(): Promise<void>;
}

/** What pages know of the app under test. */
export interface Site {
  /** The app as it runs now: a deploy replaces it. */
  readonly app: App;
  readonly pages: OpenPages;
  /** What the server logged last as an error; null where nothing has gone wrong. */
  readonly lastError: unknown;
  readonly allows: (fault: MarkupFault) => boolean;
  /** The file of the app's browser code; null where no test runs it. */
  readonly clientEntry: string | null;
}

/** More than any page needs that comes to rest; without a bound a test would never end, nor be interrupted. */
const MOST_ROUNDS = 10_000;

const RESTLESS = `The open pages don't come to rest: ${MOST_ROUNDS} times in a row something new had come. Does a view send itself, or another one, a message for each that it gets?`;

/** The open pages of a site, which settle together. */
export class OpenPages {
  readonly #pages = new Set<OpenPage>();

  get size(): number {
    return this.#pages.size;
  }

  add(page: OpenPage): void {
    this.#pages.add(page);
  }

  delete(page: OpenPage): void {
    this.#pages.delete(page);
  }

  /** Waits until every page has handled all that reached it, broadcasts by others included. */
  async settled(): Promise<void> {
    let rounds = 0;
    // A quiet view may still have told another one: so many quiet rounds as there can be hops.
    for (let quiet = 0; quiet <= this.#pages.size; rounds += 1) {
      if (rounds === MOST_ROUNDS) throw new LivegateError("LG_TEST_VIEW", RESTLESS);
      const heard = await Promise.all([...this.#pages].map((page) => page.settleOnce()));
      quiet = heard.includes(true) ? 0 : quiet + 1;
    }
    for (const page of this.#pages) page.checkMarkup();
  }

  async elapse(ms: number): Promise<void> {
    for (const page of this.#pages) await page.elapse(ms);
  }

  async reconnect(): Promise<void> {
    for (const page of this.#pages) await page.reconnect();
    await this.settled();
  }

  async close(): Promise<void> {
    for (const page of this.#pages) await page.close();
    this.#pages.clear();
  }
}
