import assert from "node:assert/strict";
import { batchType } from "../protocol/long-poll.ts";
import { cookiesOf, csrfTokenIn } from "./site.fixture.ts";

/** What stands in the body of an answer. */
export interface PollBody {
  readonly status: number;
  readonly token?: string | null;
  readonly messages?: readonly string[];
}

type Frame = readonly [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: { readonly status?: string; readonly response?: object },
];

/** Where a page comes from: a site in this process, or one behind an address. */
export interface PollSite {
  readonly app: { readonly context: { readonly url: URL; readonly base: string } };
  request(path: string, init?: RequestInit): Promise<Response>;
}

/** A page of a site that is loaded and polls, as the stock client would, by hand. */
export class PollPage {
  readonly #site: PollSite;
  readonly #page: string;
  readonly #url: string;
  cookie: string;
  token: string | null = null;

  private constructor(site: PollSite, url: string, page: string, cookie: string) {
    this.#site = site;
    this.#url = url;
    this.#page = page;
    this.cookie = cookie;
  }

  static async load(site: PollSite, path = "/"): Promise<PollPage> {
    const response = await site.request(path);
    return new PollPage(site, new URL(path, site.app.context.url).href, await response.text(), cookiesOf(response));
  }

  get csrfToken(): string {
    return csrfTokenIn(this.#page);
  }

  get topic(): string {
    return `lv:${this.#container.id}`;
  }

  get #container() {
    const found = / id="([^"]*)" data-phx-main data-phx-session="([^"]*)"/.exec(this.#page);
    const [, id, session] = found ?? assert.fail(this.#page);
    return { id, session };
  }

  /** The answer to any request at the path where clients poll. */
  ask(method: string, query = "", init: RequestInit = {}): Promise<Response> {
    const origin = method === "GET" ? {} : { origin: this.#site.app.context.url.origin };
    const headers = { ...origin, ...(this.cookie === "" ? {} : { cookie: this.cookie }) };
    const { base } = this.#site.app.context;
    return this.#site.request(`${base}/live/longpoll?vsn=2.0.0${query}`, {
      method,
      ...init,
      headers: { ...headers, ...(init.headers as Record<string, string>) },
    });
  }

  /** Opens a connection. */
  async open(): Promise<PollBody> {
    const opened = await this.body("GET", "&", { headers: { "x-phoenix-authtoken": this.csrfToken } });
    this.token = opened.token ?? null;
    return opened;
  }

  /** Polls with the token that the page has. */
  poll(): Promise<PollBody> {
    return this.body("GET", `&token=${this.token}`);
  }

  /** Sends frames, or whatever the text is. */
  send(...frames: readonly (readonly unknown[] | string)[]): Promise<PollBody> {
    const lines = frames.map((frame) => (typeof frame === "string" ? frame : JSON.stringify(frame)));
    return this.body("POST", `&token=${this.token}`, {
      body: lines.join("\n"),
      headers: { "content-type": batchType },
    });
  }

  /** Opens, joins the page's view, and gives the status of the answer. */
  async join(): Promise<string | undefined> {
    await this.open();
    const { session } = this.#container;
    const payload = { url: this.#url, params: { _mounts: 0 }, session, static: null };
    assert.deepEqual(await this.send(["1", "1", this.topic, "phx_join", payload]), { status: 200 });
    const [reply] = await this.frames();
    return reply?.[4].status;
  }

  /** The frames of the next poll. */
  async frames(): Promise<readonly Frame[]> {
    const { messages } = await this.poll();
    return (messages ?? []).map((text) => JSON.parse(text) as Frame);
  }

  async body(method: string, query: string, init: RequestInit = {}): Promise<PollBody> {
    const response = await this.ask(method, query, init);
    assert.equal(response.status, 200);
    assert.deepEqual(
      [response.headers.get("content-type"), response.headers.get("cache-control")],
      ["application/json", "no-store"],
    );
    return (await response.json()) as PollBody;
  }
}
