import { LivegateError } from "../errors/livegate-error.ts";
import { refusedEvent } from "../protocol/wire-names.ts";
import type { DomDocument } from "./dom.ts";
import type { Narrowed } from "./find-element.ts";
import { press } from "./gestures.ts";
import type { PathLike } from "./http-client.ts";
import type { Site } from "./open-pages.ts";
import type { PushedEvent, SentDiff } from "./page-channel.ts";
import type { Arrival, Tab } from "./tab.ts";
import { ReadablePage } from "./readable-page.ts";
import { settleTasks } from "./settle-tasks.ts";
import { TestElement } from "./test-element.ts";
import { TestForm } from "./test-form.ts";
import { TestView } from "./test-view.ts";

/** What a view answered to an event that a page sent by hand. */
export interface PushOutcome {
  /** Why it was refused; null where it wasn't. */
  readonly refused: string | null;
  /** What the handler replied; null without a reply. */
  readonly reply: unknown;
}

/**
 * A page that is open, as its user sees it. It stays the same object wherever links, redirects and navigations lead it.
 * Made by `site.visit()` and `client.visit()`.
 */
export class TestPage extends ReadablePage implements AsyncDisposable {
  readonly #site: Site;
  readonly #tab: Tab;

  constructor(site: Site, tab: Tab) {
    super();
    this.#site = site;
    this.#tab = tab;
  }

  protected get dom(): DomDocument {
    return this.#tab.document.dom;
  }

  /** Where the page is: path and query, with the app's base; a whole address outside of the app. */
  get path(): string {
    const { url } = this.#tab;
    return url.origin === this.#site.app.context.url.origin ? url.pathname + url.search : url.href;
  }

  /** How it got there: by a request, by live navigation or by a patch. */
  get arrival(): Arrival {
    return this.#tab.arrival;
  }

  /** The status of the last request. */
  get status(): number {
    return this.#tab.response?.status ?? 0;
  }

  /** The headers of the last answer. */
  get headers(): Headers {
    return this.#tab.response?.headers ?? new Headers();
  }

  /** Whether a live view is joined. */
  get isLive(): boolean {
    return this.#tab.channel.isJoined;
  }

  /** The document's title. */
  get title(): string {
    return this.#tab.document.title;
  }

  /** The messages that a redirect or a navigation left for this page. What a view shows of its own is in its text. */
  get flash(): Readonly<Record<string, string>> {
    return this.#tab.flash;
  }

  /**
   * An element to use.
   *
   * @example
   * await page.element("#album-1 button", { text: "Delete" }).click();
   */
  element(selector: string, narrowed: Narrowed = {}): TestElement {
    return new TestElement(this.#site, this.#tab, selector, narrowed);
  }

  /** A form to fill in. */
  form(selector = "form", narrowed: Narrowed = {}): TestForm {
    return new TestForm(this.#site, this.#tab, selector, narrowed);
  }

  /**
   * A live view inside the page, by a selector of its container.
   *
   * @example
   * await page.view("#player").element("button").click();
   * assert.equal(page.view("#player").text("b"), "1");
   */
  view(selector: string): TestView {
    return new TestView(this.#site, this.#tab, selector);
  }

  /** Presses a key where nothing has the focus: every `phx-window-keydown`. */
  async keydown(key: string): Promise<void> {
    await press(this.#tab, "keydown", key, null);
    await this.#site.pages.settled();
  }

  /** Releases a key where nothing has the focus. */
  async keyup(key: string): Promise<void> {
    await press(this.#tab, "keyup", key, null);
    await this.#site.pages.settled();
  }

  /** Goes to another address by a request, as the address bar does. */
  async goto(path: PathLike): Promise<void> {
    const { origin } = this.#site.app.context.url;
    await this.#tab.load(new URL(this.#site.app.context.base + String(path), origin));
    await this.#site.pages.settled();
  }

  /** Goes to another live view over the socket, as a `link({ navigate })` to it would. */
  async navigate(path: PathLike): Promise<void> {
    await this.#tab.navigate(new URL(this.#site.app.context.base + String(path), this.#tab.url));
    await this.#site.pages.settled();
  }

  /**
   * Sends an event by hand, as somebody might who leaves the page's elements aside. A refusal is a result here.
   *
   * @example
   * assert.deepEqual(await page.push("delete", { id: notMine }), { refused: "not_allowed", reply: null });
   */
  async push(event: string, value: unknown = {}): Promise<PushOutcome> {
    if (!this.isLive) throw new LivegateError("LG_TEST_VIEW", `${this.path} isn't live.`);
    const { status, response } = await this.#tab.event({ type: "hook", event, value });
    await this.#site.pages.settled();
    if (status === "error") return { refused: String(response["reason"]), reply: null };
    return { refused: null, reply: (response["diff"] as { readonly r?: unknown } | undefined)?.r ?? null };
  }

  /** The events that the server has pushed to this page so far, refusals (`lg:refused`) included. */
  get events(): readonly PushedEvent[] {
    return this.#tab.channel.events;
  }

  /** Why events were refused so far, for example "not_allowed". */
  get refusals(): readonly string[] {
    const reasons = this.events.filter(([name]) => name === refusedEvent).map(([, payload]) => payload);
    return reasons.map((payload) => (payload as { readonly reason: string }).reason); // The only form of it.
  }

  /** What the server sent last to change the page, and how many bytes it took; null before anything was. */
  get lastDiff(): SentDiff | null {
    return this.#tab.channel.lastDiff;
  }

  /** Loses the connection and comes back, as a page does whose network failed: half-typed forms are sent again. */
  async reconnect(): Promise<void> {
    await this.#tab.reconnect();
    await this.#site.pages.settled();
  }

  /**
   * Waits until no task (`assignAsync`, `startAsync`) runs beside any view any more, and the page shows what came of them. Gestures
   * don't wait for tasks, so that a test can look at what is loading.
   *
   * @example
   * assert.equal(page.text("#albums"), "Loading …");
   * await page.settled();
   */
  settled(): Promise<void> {
    return settleTasks(this.#site);
  }

  /** Closes the tab. */
  close(): Promise<void> {
    return this.#tab.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
