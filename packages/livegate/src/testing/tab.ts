import { LivegateError } from "../errors/livegate-error.ts";
import { readFlash } from "../plug/flash-token.ts";
import { frameEvent, heldEvent } from "../protocol/wire-names.ts";
import { RELOAD_STATUS_COOKIE } from "../runtime/reload-status.ts";
import { type DomElement, type DomForm, type DomWindow, parserWindow } from "./dom.ts";
import { type Recovery, recoveries, showsForm } from "./form-recovery.ts";
import { FLASH_COOKIE, type HttpClient } from "./http-client.ts";
import { type MarkupFault, checkFaults, markupFaults, rowsWithoutKeys } from "./markup-faults.ts";
import { nativeSubmit } from "./native-submit.ts";
import { NestedChannels } from "./nested-channels.ts";
import type { OpenPage, Site } from "./open-pages.ts";
import { type ChannelOwner, PageChannel } from "./page-channel.ts";
import { PageDocument } from "./page-document.ts";
import { PickedFiles } from "./picked-files.ts";
import { viewIdOf } from "./teleport.ts";
import { type PushAnswer, TestSocket } from "./test-socket.ts";
import type { Wire } from "./wire-node.ts";

/** How a page is opened. */
export interface VisitOptions {
  /** False for a browser without JavaScript: forms and links work by requests alone. Default: true. */
  readonly javascript?: boolean;
  /** What `params` of the client's `connect` would give: connect parameters of the join. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** How a page got where it is: by a request, by live navigation or by a patch. */
export type Arrival = "request" | "navigate" | "patch";

type Flash = Readonly<Record<string, string>>;

/** Page loads in a row that a refused join may cause; the stock client would go on for ever. */
const MOST_RELOADS = 5;

const CSRF_REMEDY =
  'putRootLayout(({ inner, csrfToken }) => html`<meta name="csrf-token" content=${csrfToken}>…${inner}`)';

/** One tab of a browser: its document, its address, and the channel of its live view. */
export class Tab implements OpenPage, ChannelOwner {
  readonly #site: Site;
  readonly #client: HttpClient;
  readonly #options: VisitOptions;
  readonly #faults: MarkupFault[] = [];
  #mounts = 0;
  #joinedBy: "url" | "redirect" = "url";
  #reloads = 0;
  /** The refusal with which the reloads began; the server words later ones in another way. */
  #refusal: Wire = {};
  readonly channel = new PageChannel(this);
  /** The live views inside the page. */
  readonly nested = new NestedChannels(this, this.channel);
  /** The wire of all views of the page; null without one. */
  socket: TestSocket | null = null;
  /** What was picked in this document. */
  files = new PickedFiles();
  #nestedReloads = 0;
  /** What the page keeps for its views, by the ids of their containers. */
  readonly #kept = new Map<string, string>();
  document: PageDocument;
  url: URL;
  response: Response | null = null;
  arrival: Arrival = "request";
  flash: Flash = {};
  /** What the tab keeps for its next page to tell: see client/held-sheet.ts. */
  #carried = "";

  private constructor(site: Site, client: HttpClient, options: VisitOptions, window: DomWindow) {
    this.#site = site;
    this.#client = client;
    this.#options = options;
    this.document = new PageDocument(window, "");
    this.url = client.urlOf("/");
  }

  static async open(site: Site, client: HttpClient, options: VisitOptions): Promise<Tab> {
    const tab = new Tab(site, client, options, await parserWindow());
    site.pages.add(tab);
    return tab;
  }

  /** Loads a page by a request, and joins its live view. */
  async load(url: URL, init: RequestInit = {}): Promise<void> {
    this.#carried = this.#lost;
    this.channel.drop();
    const answer = await this.#client.follow(url, init);
    this.url = answer.url;
    this.flash = answer.flash;
    this.response = answer.response;
    this.arrival = "request";
    const { nested } = this;
    this.document = new PageDocument(this.document.window, answer.body, {
      isJoined: (id) => nested.get(id)?.isJoined ?? false,
      fill: (parent) => nested.fill(parent),
    });
    this.files = new PickedFiles();
    this.#mounts = 0;
    this.#kept.clear();
    if (!this.document.hasViews || this.#options.javascript === false) return;
    this.#connect();
    await this.#join({ by: "url", url: this.url, flash: null });
    await this.#joinNested();
  }

  /** Goes to another live view over the socket; by a request where that can't be. */
  async navigate(url: URL, flash: string | null = null): Promise<void> {
    if (!this.channel.isJoined || url.origin !== this.url.origin) return this.load(url);
    const referer = this.url;
    await this.channel.leave();
    this.nested.forgetBut();
    this.#mounts = 0;
    await this.#join({ by: "redirect", url, flash, referer });
  }

  /** Asks the view for another address. */
  async patch(url: URL): Promise<void> {
    if (!this.channel.isJoined) return this.load(url);
    const { response } = await this.#push(frameEvent.livePatch, { url: url.href });
    if (response["link_redirect"]) return this.navigate(url);
    if (this.channel.departure) return;
    this.url = url;
    this.arrival = "patch";
  }

  /** Sends an event to the view that an element is in, by default to the page's own; gives the answer as it came. */
  event(payload: object, element: DomElement | null = null): Promise<PushAnswer> {
    return this.#push(frameEvent.event, payload, this.viewOf(element));
  }

  /** The channel of the view that an element is in. */
  viewOf(element: DomElement | null): PageChannel {
    const id = element && viewIdOf(element);
    return (id === null ? null : this.nested.get(id)) ?? this.channel;
  }

  /** Sends the form of a sheet without leaving the page, and tells the view what was answered; loads the page anew where nothing was. */
  async sendHeldForm(form: DomForm): Promise<void> {
    const { window, csrfToken } = this.document;
    const { url, init } = nativeSubmit(window, form, { page: this.url });
    const headers = new Headers(init.headers);
    headers.set("x-csrf-token", csrfToken ?? "");
    const response = await this.#client.request(url, { ...init, headers });
    const value: unknown = await response.json().catch(() => null);
    if (value === null) return this.load(this.url);
    await this.event({ type: null, event: heldEvent.answered, value });
  }

  /** What tells that an event which waits on this page wasn't done; empty where none waits. */
  get #lost(): string {
    return this.document.dom.querySelector("[data-held]")?.getAttribute("data-held") ?? this.#carried;
  }

  /** Follows what the server asked for, and waits until the view has handled all that reached it. */
  async settleOnce(): Promise<boolean> {
    const { departure, end } = this.channel;
    this.channel.departure = null;
    if (departure) {
      await this.#leaveFor(departure.kind, departure.to, departure.flash);
      return true;
    }
    if (end === "crashed") throw this.#crashed();
    if (end !== null) {
      await this.reconnect();
      return true;
    }
    const heard = await this.channel.settled();
    if ((await this.#settleNested()) || heard) return true;
    return this.#submitTriggered();
  }

  /** Follows what views inside the page asked for; joins those that are new, and leaves those that are gone. */
  async #settleNested(): Promise<boolean> {
    let heard = false;
    for (const [id, channel] of this.nested.all) {
      const { departure, end } = channel;
      channel.departure = null;
      if (departure?.kind === "navigate") await this.navigate(new URL(departure.to, this.url), departure.flash);
      else if (departure) await this.#leaveFor(departure.kind, departure.to, departure.flash);
      if (departure) return true;
      if (end === "crashed") {
        this.nested.forget(id);
        throw this.#crash(`The view "${id}" on ${this.url.pathname} crashed.`);
      }
      heard = (await channel.settled()) || heard;
    }
    return (await this.#joinNested()) || heard;
  }

  async #joinNested(): Promise<boolean> {
    if (this.#options.javascript === false) return false;
    let hasChanged = false;
    for (;;) {
      const { dom } = this.document;
      const hasLeft = await this.nested.leaveMissing(dom);
      const params = { ...this.#options.params, _mounts: Math.max(this.#mounts - 1, 0), _mount_attempts: 0 };
      const url = this.document.container ? null : this.url.href;
      const paramsOf = (id: string) => ({ ...params, ...this.#keptFor(id) });
      const answer = await this.nested.joinNext(dom, { paramsOf, url });
      if (answer?.status === "error") {
        this.#nestedReloads += 1;
        if (this.#nestedReloads > MOST_RELOADS) this.#reloads = MOST_RELOADS;
        await this.#joinRefused(answer.response, this.url);
        return true;
      }
      if (answer === null && !hasLeft) break;
      hasChanged = true;
      this.changed(null);
    }
    if (hasChanged) this.#nestedReloads = 0;
    return hasChanged;
  }

  /** Loses the connection and comes back: joins again, and sends again what was typed. */
  async reconnect(): Promise<void> {
    if (!this.document.hasViews || this.#options.javascript === false) return;
    const former = this.document.dom;
    // Of views inside the page what was typed is read before they are joined anew: their content is put into this very document.
    const typedInside = this.nested.all.map(([id, { html }]) => [id, recoveries(former, html, this.document)] as const);
    this.#connect();
    await this.#join({ by: this.#joinedBy, url: this.url, flash: null });
    if (!this.channel.isJoined || this.channel.departure) return;
    const forms = recoveries(former, this.channel.html, this.document);
    for (const { payload } of forms) await this.event(payload);
    await this.#joinNested();
    for (const [id, typed] of typedInside) await this.#recoverInside(this.nested.get(id), typed);
    this.document.typed.forget();
    this.changed(null);
  }

  async #recoverInside(channel: PageChannel | null, typed: readonly Recovery[]): Promise<void> {
    for (const recovery of typed) {
      if (!channel?.isJoined || !showsForm(channel.html, this.document, recovery)) continue;
      await this.#push(frameEvent.event, recovery.payload, channel);
    }
  }

  /** Settling afterwards is sign of life enough. */
  async elapse(): Promise<void> {}

  async close(): Promise<void> {
    await this.channel.leave();
    this.channel.drop();
    this.#site.pages.delete(this);
  }

  checkMarkup(): void {
    const faults = [...this.#faults.splice(0), ...markupFaults(this.document.dom)];
    checkFaults(faults, this.url.pathname, this.#site.allows);
  }

  changed(title: string | null): void {
    this.document.show(this.channel.isJoined ? this.channel.html : null);
    if (title !== null) this.document.setTitle(title);
  }

  patched(to: string): void {
    this.url = new URL(to, this.url);
    this.arrival = "patch";
  }

  keep(id: string, token: string | null): void {
    if (token === null) this.#kept.delete(id);
    else this.#kept.set(id, token);
  }

  #keptFor(id: string): { readonly _recover?: string } {
    const token = this.#kept.get(id);
    return token === undefined ? {} : { _recover: token };
  }

  moved(row: string): void {
    this.#faults.push(rowsWithoutKeys(row));
  }

  /** A form that the server has marked is sent by a request, as the client does after the patch. */
  async #submitTriggered(): Promise<boolean> {
    if (!this.channel.isJoined) return false;
    const { dom, window } = this.document;
    const form = dom.querySelector("form[phx-trigger-action]");
    if (!form) return false;
    const { url, init } = nativeSubmit(window, form as DomForm, { page: this.url, files: this.files });
    await this.load(url, init);
    return true;
  }

  #connect(): void {
    const { csrfToken } = this.document;
    const cookies = this.#client.cookies.header;
    this.socket = TestSocket.open(this.#site.app, { csrfToken, cookies, owner: this.nested });
    this.nested.use(this.socket);
  }

  async #push(event: string, payload: object, channel = this.channel): Promise<PushAnswer> {
    const answer = await channel.push(event, payload);
    if (this.channel.end === "crashed") throw this.#crashed();
    return answer;
  }

  async #join(wish: { by: "url" | "redirect"; url: URL; flash: string | null; referer?: URL }): Promise<void> {
    const { container } = this.document;
    if (!container) return;
    const { by, url, flash, referer } = wish;
    const params = {
      ...this.#options.params,
      _mounts: this.#mounts,
      _mount_attempts: 0,
      ...this.#keptFor(container.id),
      _held: this.#lost,
      ...(referer ? { _live_referer: referer.href } : {}),
    };
    this.url = url;
    if (referer) {
      this.arrival = "navigate";
      this.flash = { ...readFlash(flash, this.#site.app.context) };
    }
    const answer = await this.channel.join({ ...container, by, url: url.href, flash, params });
    if (answer.status === "error") return this.#joinRefused(answer.response, url);
    this.#carried = "";
    this.#mounts += 1;
    this.#joinedBy = by;
    this.#reloads = 0;
  }

  /** What the stock client does about a refused join. */
  async #joinRefused(refusal: Wire, url: URL): Promise<void> {
    const { redirect, live_redirect: liveRedirect, reason, token } = refusal;
    const target = (redirect ?? liveRedirect) as { readonly to: string; readonly flash?: string } | undefined;
    if (this.#reloads === 0) this.#refusal = refusal;
    this.#reloads += 1;
    if (this.#reloads > MOST_RELOADS) {
      const what = `${url.pathname} is loaded again and again: its join is refused with ${JSON.stringify(this.#refusal)}.`;
      const remedy = this.document.csrfToken === null ? CSRF_REMEDY : undefined;
      throw new LivegateError("LG_TEST_VIEW", what, remedy);
    }
    if (target) return this.#leaveFor(redirect ? "request" : "navigate", target.to, target.flash ?? null);
    if (reason === "reload") this.#client.cookies.put(`${RELOAD_STATUS_COOKIE}=${String(token)}; max-age=60`);
    if (reason === "reload" || reason === "stale" || reason === "unauthorized") return this.load(url);
    const what = `The join of ${url.pathname} failed: ${String(reason)}.`;
    throw new LivegateError("LG_TEST_VIEW", what + this.#reason(), undefined, { cause: this.#site.lastError });
  }

  async #leaveFor(kind: "request" | "navigate", to: string, flash: string | null): Promise<void> {
    const url = new URL(to, this.url);
    if (kind === "navigate" && this.document.container) {
      if (!this.channel.isJoined) this.#mounts = 0;
      return this.#join({ by: "redirect", url, flash, referer: this.url });
    }
    if (flash !== null) this.#client.cookies.put(`${FLASH_COOKIE}=${flash}; max-age=60`);
    await this.load(url);
  }

  #crashed(): LivegateError {
    this.channel.drop();
    return this.#crash(`The view of ${this.url.pathname} crashed.`);
  }

  #crash(what: string): LivegateError {
    return new LivegateError("LG_TEST_VIEW", what + this.#reason(), undefined, { cause: this.#site.lastError });
  }

  /** What the server says about it, for whoever reads the test's output. */
  #reason(): string {
    const { lastError } = this.#site;
    return lastError instanceof Error ? `\n\n${lastError.stack ?? lastError.message}` : "";
  }
}
