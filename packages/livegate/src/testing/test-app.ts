import type { ManualClock } from "../clock/manual-clock.ts";
import type { App } from "../endpoint/app.ts";
import { LivegateError } from "../errors/livegate-error.ts";
import type { BrowserPage } from "./browser/browser-page.ts";
import type { PathLike } from "./http-client.ts";
import { type LoggedErrors, watchErrors } from "./logged-errors.ts";
import type { MarkupFault } from "./markup-faults.ts";
import { OpenPages, type Site } from "./open-pages.ts";
import { settleTasks } from "./settle-tasks.ts";
import type { VisitOptions } from "./tab.ts";
import { type SignIn, TestClient } from "./test-client.ts";
import type { TestPage } from "./test-page.ts";

/** What a test of an app may do without. */
export interface TestAppOptions {
  /** Says of a fault in the markup that it is meant to be so. Default: none is. */
  readonly allow?: (fault: MarkupFault) => boolean;
  /** The file of the app's browser code, which `browse` runs: "…/client/app.ts". Default: none. */
  readonly client?: string;
  /** Signs a user in before each page that `visit` and `browse` open. Default: they are a visitor's. */
  readonly as?: SignIn;
}

/** How a page is opened, and by whom. */
export interface VisitAs extends VisitOptions {
  /** Signs a user in before; null for a visitor without cookies. Default: whom the app's tests are about. */
  readonly as?: SignIn | null;
}

/** Milliseconds after which the stock client shows a sign of life. */
const HEARTBEAT = 30_000;

/**
 * Opens pages of an app without a server or a browser: each is rendered over HTTP and then joined, by the code that runs in
 * production, and its elements are used as a user would.
 *
 * After each action all open pages of the app have settled: what was sent has been answered, and broadcasts have arrived.
 * A view that crashes fails the test with its error. So do faults in the markup that break the client: an id that occurs
 * twice, a form that can't be recovered, a hook without an id, rows without keys; `allow` says which are meant.
 * Needs the package `jsdom` (LG_TEST_DOM).
 *
 * @example
 * await using site = testApp(app);
 * const page = await site.visit(paths.albums());
 * await page.element("button", { text: "Remove" }).click();
 * assert.equal(page.text("#count"), "0 albums");
 */
export function testApp(app: App, options: TestAppOptions = {}): TestApp {
  return new TestApp(app, options);
}

/** An app under test, and the pages that are open. Made by `testApp`; closing it closes them. */
export class TestApp implements AsyncDisposable {
  #app: App;
  #errors: LoggedErrors;
  readonly #pages = new OpenPages();
  readonly #site: Site;
  readonly #as: SignIn | null;

  constructor(app: App, { allow = () => false, client, as }: TestAppOptions) {
    this.#app = app;
    this.#as = as ?? null;
    this.#errors = watchErrors(app.context.log);
    const current = () => this.#app;
    const lastError = () => this.#errors.last;
    this.#site = {
      get app() {
        return current();
      },
      get lastError() {
        return lastError();
      },
      pages: this.#pages,
      allows: allow,
      clientEntry: client ?? null,
    };
  }

  /** The app as it runs now. */
  get app(): App {
    return this.#app;
  }

  /** A browser without cookies. */
  client(): TestClient {
    return new TestClient(this.#site);
  }

  /** Opens a page in a browser of its own: as a visitor, or `as` a user. */
  async visit(path: PathLike, { as = this.#as, ...options }: VisitAs = {}): Promise<TestPage> {
    const client = this.client();
    if (as) await client.signIn(as);
    return client.visit(path, options);
  }

  /**
   * Opens a page in a DOM emulator that runs the app's browser code: the stock client, hooks, JS commands, focus. It takes
   * some hundred milliseconds where `visit` takes a few. Needs `jsdom` and `esbuild`, and the option `client`.
   */
  async browse(path: PathLike, { as = this.#as }: Pick<VisitAs, "as"> = {}): Promise<BrowserPage> {
    const client = this.client();
    if (as) await client.signIn(as);
    return client.browse(path);
  }

  /**
   * Waits until every open page has handled all that reached it, and no task (`assignAsync`, `startAsync`) runs any more.
   *
   * @example
   * pubsub.broadcast(albumsTopic(), { added: "Blue" });
   * await site.settled();
   */
  settled(): Promise<void> {
    return settleTasks(this.#site);
  }

  /** Moves the app's clock on and waits for what that sets off. Throws LG_TEST_CLOCK unless the app has a `manualClock()`. */
  async advance(ms: number): Promise<void> {
    const { clock } = this.#app.context;
    if (!isManual(clock)) throw new LivegateError("LG_TEST_CLOCK", "The app runs by the machine's clock.");
    // Where no page is open, nobody has to show a sign of life in between.
    const step = this.#pages.size === 0 ? ms : HEARTBEAT;
    for (let left = ms; left > 0; left -= step) {
      const passed = Math.min(left, step);
      clock.advance(passed);
      await this.#pages.elapse(passed);
      await this.#pages.settled();
    }
  }

  /**
   * The server restarts: `next` takes the place of the app, which ends its sockets as a graceful stop does. Open pages stay as
   * they are, with their tokens, join the new one, and send half-typed forms again. It must have the same keys.
   */
  async deploy(next: App): Promise<void> {
    const former = this.#app;
    this.#errors.stop();
    this.#app = next;
    this.#errors = watchErrors(next.context.log);
    await former.stop();
    await this.#pages.reconnect();
  }

  /** Closes all pages. */
  async close(): Promise<void> {
    await this.#pages.close();
    this.#errors.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const isManual = (clock: object): clock is ManualClock => "advance" in clock;
