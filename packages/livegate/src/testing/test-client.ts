import { LivegateError } from "../errors/livegate-error.ts";
import { readSession, sessionCookie } from "../plug/session-cookie.ts";
import { userTokenCookie } from "../plug/user-token-cookie.ts";
import type { Json } from "../token/token-text.ts";
import { BrowserPage } from "./browser/browser-page.ts";
import { BrowserTab } from "./browser/browser-tab.ts";
import { HttpClient, type PathLike } from "./http-client.ts";
import type { Site } from "./open-pages.ts";
import { Tab, type VisitOptions } from "./tab.ts";
import { TestPage } from "./test-page.ts";

/**
 * Makes a client a certain user's: leaves the cookies behind that a log-in would.
 *
 * @example
 * const asAda: SignIn = (client) => client.session({ name: "Ada" });
 * await site.visit(paths.account(), { as: asAda });
 */
export type SignIn = (client: TestClient) => void | Promise<void>;

/** One browser: its cookies, its requests, and the pages that it opens. Made by `site.client()`. */
export class TestClient extends HttpClient {
  readonly #site: Site;

  constructor(site: Site) {
    super(site);
    this.#site = site;
  }

  /**
   * Puts values into the session's cookie, as a handler would by `session.put`. `user_token`, the token of a log-in, goes into
   * the cookie of its own.
   */
  session({ user_token: token, ...values }: Readonly<Record<string, Json>>): void {
    const { context } = this.app;
    if (token !== undefined) this.cookies.put(userTokenCookie(String(token), null, context));
    const session = readSession(this.cookies.header, context);
    for (const [key, value] of Object.entries(values)) session.put(key, value);
    const cookie = sessionCookie(session, context);
    if (cookie !== null) this.cookies.put(cookie);
  }

  /** Signs a user in: whatever this client opens afterwards is that user's. */
  async signIn(signIn: SignIn): Promise<this> {
    await signIn(this);
    return this;
  }

  /** Opens a page in a tab of its own; follows redirects, joins a live view, and waits until all is quiet. */
  async visit(path: PathLike, options: VisitOptions = {}): Promise<TestPage> {
    const tab = await Tab.open(this.#site, this, options);
    await tab.load(this.urlOf(path));
    await this.#site.pages.settled();
    return new TestPage(this.#site, tab);
  }

  /** Opens a page in a DOM emulator that runs the app's browser code. Throws LG_TEST_PAGE unless `testApp` was told which. */
  async browse(path: PathLike): Promise<BrowserPage> {
    const { clientEntry, pages } = this.#site;
    if (clientEntry === null) {
      const remedy = 'testApp(app, { client: join(import.meta.dirname, "../client/app.ts") })';
      throw new LivegateError("LG_TEST_PAGE", "testApp wasn't told where the app's browser code is.", remedy);
    }
    const tab = new BrowserTab(this.#site, this, clientEntry);
    await tab.load(this.urlOf(path));
    await pages.settled();
    return new BrowserPage(this.#site, tab);
  }
}
