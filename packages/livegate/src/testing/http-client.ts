import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import type { App } from "../endpoint/app.ts";
import { LivegateError } from "../errors/livegate-error.ts";
import { readFlash } from "../plug/flash-token.ts";
import { readSession } from "../plug/session-cookie.ts";
import { CookieJar } from "./cookie-jar.ts";
import type { Site } from "./open-pages.ts";

/** A path of the app as text or as `definePaths` makes it, or a whole address. */
export type PathLike = string | URL | { toString(): string };

/** An answer over HTTP after all its redirects. */
export interface HttpAnswer {
  readonly response: Response;
  readonly body: string;
  /** Where the redirects led; outside of the app nothing was asked for. */
  readonly url: URL;
  /** The messages that were waiting for the last request. */
  readonly flash: Readonly<Record<string, string>>;
}

const MOST_REDIRECTS = 10;

/** Where the stock client leaves the messages of a redirect of a live view. */
export const FLASH_COOKIE = "__phoenix_flash__";

/** Requests of one browser, with its cookies. */
export class HttpClient {
  readonly #site: Site;
  readonly cookies: CookieJar;

  constructor(site: Site) {
    this.#site = site;
    this.cookies = new CookieJar(site.app.context.clock);
  }

  /** The app as it runs now: its keys and its clock are in `app.context`. */
  get app(): App {
    return this.#site.app;
  }

  /** One request with this browser's cookies; redirects aren't followed. Never rejects. */
  async request(path: PathLike, init: RequestInit = {}): Promise<Response> {
    const url = this.urlOf(path);
    const headers = new Headers(init.headers);
    headers.set("host", url.host);
    const cookie = this.cookies.header;
    if (cookie !== null) headers.set("cookie", cookie);
    const request = new Request(url, { ...init, headers, redirect: "manual" });
    const written = new EventEmitter();
    const outgoing = written as ServerResponse; // Nothing but the moments at which the answer is written and there is told by it.
    const response = await this.app.fetch(request, { remoteAddress: "127.0.0.1", outgoing });
    for (const line of response.headers.getSetCookie()) this.cookies.put(line);
    written.emit("finish");
    written.emit("arrived");
    return response;
  }

  /** A request as a page makes it: redirects within the app are followed. Throws LG_TEST_PAGE where a handler failed. */
  async follow(url: URL, init: RequestInit = {}): Promise<HttpAnswer> {
    if (url.origin !== this.app.context.url.origin) return elsewhere(url);
    let [at, sent] = [url, init];
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const flash = this.#waitingFlash();
      const response = await this.request(at, sent);
      const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
      if (response.status === 500) throw this.#failed(at);
      if (location === null) return { response, body: await response.text(), url: at, flash };
      const next = new URL(location, at);
      if (next.origin !== at.origin) return elsewhere(next);
      at = next;
      if (response.status !== 307 && response.status !== 308) sent = {};
    }
    const what = `${url.pathname} redirects without end; the last time to ${at.pathname}.`;
    throw new LivegateError("LG_TEST_PAGE", what);
  }

  #failed({ pathname }: URL): LivegateError {
    const { lastError } = this.#site;
    const why = lastError instanceof Error ? `\n\n${lastError.stack ?? lastError.message}` : "";
    return new LivegateError("LG_TEST_PAGE", `${pathname} was answered with 500.${why}`, undefined, {
      cause: lastError,
    });
  }

  /** The messages for the next page: in the session, or in the cookie that the client makes of a live redirect. */
  #waitingFlash(): HttpAnswer["flash"] {
    const { context } = this.app;
    return {
      ...readSession(this.cookies.header, context).takeFlash(),
      ...readFlash(this.cookies.get(FLASH_COOKIE), context),
    };
  }

  /** A path of the app as a whole address. */
  urlOf(path: PathLike): URL {
    const { url, base } = this.app.context;
    const text = String(path);
    return /^https?:/.test(text) ? new URL(text) : new URL(base + text, url.origin);
  }
}

/** Another site: nobody goes there. */
const elsewhere = (url: URL): HttpAnswer => ({ response: Response.error(), body: "", url, flash: {} });
