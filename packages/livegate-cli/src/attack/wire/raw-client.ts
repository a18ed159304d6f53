import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { type HttpAnswer, exchange } from "./http-answer.ts";
import { type LivePage, csrfIn, livePageIn } from "./live-page.ts";
import { RawSocket, type Reply } from "./raw-socket.ts";

/** Where a client's bytes go, and who looks at what comes back. */
export interface Wire {
  readonly url: URL;
  open(network: string): Promise<Duplex>;
  /** Sees every answer and every frame. */
  seen(what: { readonly at: string; readonly status: number; readonly text: string }): void;
}

/** What a request has besides its method and path. */
export interface RequestParts {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; a record is sent as a form. */
  readonly body?: string | Uint8Array | Readonly<Record<string, string>>;
}

/** How a socket is asked for; what is absent is as a browser has it. Null leaves a thing out. */
export interface ConnectParts {
  readonly origin?: string | null;
  readonly host?: string;
  readonly csrf?: string | null;
  readonly version?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const VERSION = "2.0.0";

/** Somebody at the wire: a network, a jar of cookies, and no browser's manners. */
export class RawClient {
  readonly wire: Wire;
  readonly network: string;
  readonly cookies: Map<string, string>;

  constructor(wire: Wire, network: string, cookies: ReadonlyMap<string, string> = new Map()) {
    this.wire = wire;
    this.network = network;
    this.cookies = new Map(cookies);
  }

  /** The same client with cookies of its own from now on. */
  fork(): RawClient {
    return new RawClient(this.wire, this.network, this.cookies);
  }

  get origin(): string {
    return this.wire.url.origin;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<HttpAnswer> {
    return this.send("GET", path, { headers });
  }

  /** Sends a request on a connection of its own, and keeps the cookies of the answer. */
  async send(method: string, path: string, { headers = {}, body }: RequestParts = {}): Promise<HttpAnswer> {
    const isForm = typeof body === "object" && !(body instanceof Uint8Array);
    const bytes = Buffer.from(isForm ? new URLSearchParams(body).toString() : (body ?? ""));
    const all = {
      host: this.wire.url.host,
      connection: "close",
      ...this.#cookieHeader(),
      ...(method === "GET" || method === "HEAD" ? {} : { origin: this.origin }),
      ...(isForm && { "content-type": "application/x-www-form-urlencoded" }),
      ...(body !== undefined && { "content-length": String(bytes.length) }),
      ...headers,
    };
    const head = Buffer.from(`${method} ${path} HTTP/1.1\r\n${headerLines(all)}\r\n`);
    return this.raw(Buffer.concat([head, bytes]));
  }

  /** Sends bytes on a connection of its own, and keeps the cookies of the answer. */
  async raw(bytes: string | Uint8Array): Promise<HttpAnswer> {
    const wire = await this.wire.open(this.network);
    try {
      const answer = await exchange(wire, bytes);
      this.#keep(answer, firstLine(bytes));
      return answer;
    } finally {
      wire.destroy();
    }
  }

  /** Posts a form with the CSRF token of a page that this client may see. */
  async post(path: string, form: Readonly<Record<string, string>>, { from = path } = {}): Promise<HttpAnswer> {
    const token = (await this.csrf(from)) ?? "";
    return this.send("POST", path, { body: { _csrf_token: token, ...form } });
  }

  /** A CSRF token of this client's session, from a page. */
  async csrf(from: string): Promise<string | null> {
    return csrfIn((await this.get(from)).body);
  }

  /** Loads a page with a live view; null where there is none for this client. */
  async page(path: string): Promise<LivePage | null> {
    const answer = await this.get(path);
    return answer.status === 200 ? livePageIn(answer.body, path) : null;
  }

  /** Asks for a socket; gives the status, and the socket if it was 101. */
  async connect(parts: ConnectParts = {}): Promise<{ readonly status: number; readonly socket: RawSocket | null }> {
    const {
      origin = this.origin,
      csrf = null,
      version = VERSION,
      path = "/live/websocket",
      host,
      headers = {},
    } = parts;
    const query = new URLSearchParams({ vsn: version, ...(csrf !== null && { _csrf_token: csrf }) });
    const all = {
      host: host ?? this.wire.url.host,
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": randomBytes(16).toString("base64"),
      ...this.#cookieHeader(),
      ...(origin !== null && { origin }),
      ...headers,
    };
    const wire = await this.wire.open(this.network);
    const at = `GET ${path} (upgrade)`;
    const answer = await exchange(wire, `GET ${path}?${query} HTTP/1.1\r\n${headerLines(all)}\r\n`);
    this.wire.seen({ at, status: answer.status, text: answer.body });
    if (answer.status !== 101) return (wire.destroy(), { status: answer.status, socket: null });
    const socket = new RawSocket(wire, Buffer.from(answer.body, "latin1"));
    return { status: 101, socket };
  }

  /** Opens a socket as the page would. @throws Error where it is refused. */
  async socketOf(page: Pick<LivePage, "csrf">): Promise<RawSocket> {
    const { socket, status } = await this.connect({ csrf: page.csrf });
    if (!socket) throw new Error(`The socket of a page of ours was refused with ${status}.`);
    return socket;
  }

  /** Joins a view with a page's tokens, at an address that may be another; `by` "redirect" is a live navigation. */
  join(
    socket: RawSocket,
    page: LivePage,
    { at = page.path, by = "url" }: { readonly at?: string; readonly by?: "url" | "redirect" } = {},
  ): Promise<Reply> {
    return socket.reply(socket.push(`lv:${page.id}`, "phx_join", this.joinPayload(page, { at, by })));
  }

  joinPayload({ session, flash, csrf }: LivePage, { at, by }: { readonly at: string; readonly by: string }): object {
    return {
      [by]: this.origin + at,
      params: { _csrf_token: csrf, _mounts: 0, _mount_attempts: 0 },
      session,
      static: flash,
      flash: null,
      sticky: false,
    };
  }

  #cookieHeader(): Readonly<Record<string, string>> {
    if (this.cookies.size === 0) return {};
    return { cookie: Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join("; ") };
  }

  #keep(answer: HttpAnswer, at: string): void {
    this.wire.seen({ at, status: answer.status, text: answer.body });
    for (const line of answer.headers.get("set-cookie") ?? []) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /;\s*max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");

const firstLine = (bytes: string | Uint8Array): string =>
  (typeof bytes === "string" ? bytes : Buffer.from(bytes.subarray(0, 200)).toString("latin1")).split("\r\n", 1)[0] ??
  "";
