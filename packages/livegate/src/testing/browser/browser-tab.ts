import type { App } from "../../endpoint/app.ts";
import { LivegateError } from "../../errors/livegate-error.ts";
import type { DomControl, DomDocument, DomForm } from "../dom.ts";
import type { HttpClient } from "../http-client.ts";
import { checkFaults, markupFaults } from "../markup-faults.ts";
import { nativeSubmit } from "../native-submit.ts";
import type { OpenPage, Site } from "../open-pages.ts";
import { clientBundle } from "./client-bundle.ts";
import type { PageSocket } from "./page-socket.ts";
import { PageWindow, type WindowOwner } from "./page-window.ts";

/** Milliseconds within which the stock client connects again. */
const RECONNECTS_WITHIN = 1_000;

/** One tab of a browser that runs the app's script: its window, its sockets, and where it is about to go. */
export class BrowserTab implements OpenPage, WindowOwner {
  readonly #site: Site;
  readonly #entry: string;
  readonly client: HttpClient;
  #window: PageWindow | null = null;
  #sockets: PageSocket[] = [];
  #frames = 0;
  #next: { readonly url: URL; readonly init: RequestInit } | null = null;
  #errors: unknown[] = [];
  response: Response | null = null;

  constructor(site: Site, client: HttpClient, entry: string) {
    this.#site = site;
    this.client = client;
    this.#entry = entry;
    site.pages.add(this);
  }

  get app(): App {
    return this.#site.app;
  }

  get origin(): string {
    return this.app.context.url.origin;
  }

  get cookies(): string | null {
    return this.client.cookies.header;
  }

  /** The window of the page that is open. */
  get window(): PageWindow {
    if (!this.#window) throw new LivegateError("LG_TEST_PAGE", "No page is open in this tab.");
    return this.#window;
  }

  get document(): DomDocument {
    return this.window.window.document;
  }

  /** Loads a page by a request, and runs the app's script in it. */
  async load(url: URL, init: RequestInit = {}): Promise<void> {
    this.#leave();
    const answer = await this.client.follow(url, init);
    this.response = answer.response;
    this.#window = await PageWindow.open(answer.body, answer.url, this);
    this.window.run(await clientBundle(this.#entry));
    this.window.listenLast("click", (event) => this.#clicked(event as never));
    this.window.listenLast("submit", (event) => this.#submitted(event as never));
  }

  go(url: URL): void {
    this.#next = { url, init: {} };
  }

  submitted(form: DomForm, submitter: DomControl | null = null): void {
    this.#next = nativeSubmit(this.window.window, form, { page: this.url, submitter });
  }

  onFrame(): void {
    this.#frames += 1;
  }

  opened(socket: PageSocket): void {
    this.#sockets.push(socket);
  }

  failed(error: unknown): void {
    this.#errors.push(error);
  }

  get url(): URL {
    return new URL(String(this.window.run("document.URL")));
  }

  async settleOnce(): Promise<boolean> {
    const next = this.#next;
    if (next) {
      this.#next = null;
      await this.load(next.url, next.init);
      return true;
    }
    if (!this.#window) return false;
    const [frames, ran] = [this.#frames, this.#window.timers.ran];
    this.#window.timers.runDue();
    for (const socket of this.#sockets) await socket.settled();
    // What the page's script made of it: its own promises, and the tasks of its DOM.
    await new Promise((resolve) => setImmediate(resolve));
    return this.#next !== null || frames !== this.#frames || ran !== this.#window.timers.ran;
  }

  checkMarkup(): void {
    const [error] = this.#errors.splice(0);
    if (error) {
      const what = `A script of ${this.url.pathname} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
      throw new LivegateError("LG_TEST_VIEW", what, undefined, { cause: error });
    }
    checkFaults(markupFaults(this.document), this.url.pathname, this.#site.allows);
  }

  /** Lets the page's own timers run. */
  async elapse(ms: number): Promise<void> {
    this.#window?.timers.advance(ms);
  }

  /** Loses the connection; the client comes back by itself. */
  async reconnect(): Promise<void> {
    for (const socket of this.#sockets.splice(0)) socket.cut();
    await this.#site.pages.settled();
    await this.elapse(RECONNECTS_WITHIN);
  }

  async close(): Promise<void> {
    this.#leave();
    this.#site.pages.delete(this);
  }

  #leave(): void {
    for (const socket of this.#sockets.splice(0)) socket.close();
    this.#window?.close();
    this.#window = null;
  }

  /** What a click does where no script has prevented it. */
  #clicked(event: { readonly target: DomControl; readonly defaultPrevented: boolean; preventDefault(): void }): void {
    const link = event.target.closest("a[href]");
    const href = link?.getAttribute("href") ?? "#";
    if (event.defaultPrevented || !link || href.startsWith("#")) return;
    event.preventDefault();
    this.go(new URL(href, this.url));
  }

  #submitted(event: {
    readonly target: DomForm;
    readonly submitter: DomControl | null;
    readonly defaultPrevented: boolean;
    preventDefault(): void;
  }): void {
    if (event.defaultPrevented) return;
    event.preventDefault();
    this.submitted(event.target, event.submitter);
  }
}
