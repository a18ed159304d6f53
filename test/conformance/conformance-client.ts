import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { WebSocket } from "ws";
import { JoinedView } from "./wire/joined-view.ts";
import { type Container, type Page, containerOf, csrfTokenOf } from "./wire/page.ts";
import { type Answer, RawSocket } from "./wire/raw-socket.ts";

/** Where the server listens, and what it calls itself. */
export interface Address {
  readonly port: number;
  /** "https://shop.test": what a browser would have in its address bar. */
  readonly origin: string;
}

type Headers = Readonly<Record<string, string>>;

export interface ConnectOptions {
  /** Handed over as `_csrf_token` in the URL; undefined leaves it out. */
  readonly csrfToken?: string | undefined;
  /** Handed over as subprotocol, as the client's `authToken` does. */
  readonly authToken?: string;
  /** Default: the server's own. Null sends none. */
  readonly origin?: string | null;
  readonly vsn?: string | null;
  readonly path?: string;
  readonly cookies?: boolean;
  readonly headers?: Headers;
}

export interface JoinOptions {
  /** Default: the page's own address. */
  readonly url?: string;
  readonly redirect?: string;
  readonly params?: object;
  readonly flash?: string;
  readonly session?: unknown;
  readonly static?: unknown;
  readonly topic?: string;
}

/** A browser that speaks the protocol by hand: cookies, pages, sockets. Follows nothing and repeats nothing by itself. */
export class ConformanceClient {
  readonly address: Address;
  readonly cookies = new Map<string, string>();
  readonly #sockets: RawSocket[] = [];

  constructor(address: Address) {
    this.address = address;
  }

  get(path: string, headers: Headers = {}): Promise<Page> {
    return this.#fetch("GET", path, headers);
  }

  head(path: string): Promise<Page> {
    return this.#fetch("HEAD", path, {});
  }

  /** Sends a form. */
  post(path: string, fields: Headers | string, headers: Headers = {}): Promise<Page> {
    const body = typeof fields === "string" ? fields : new URLSearchParams(fields).toString();
    return this.#fetch("POST", path, { "content-type": "application/x-www-form-urlencoded", ...headers }, body);
  }

  /** Opens a socket; throws with the HTTP status where the server refuses. */
  async connect(options: ConnectOptions = {}): Promise<RawSocket> {
    const { socket, refused } = this.#open(options);
    const raw = new RawSocket(socket);
    const status = await Promise.race([once(socket, "open").then(() => null), refused]);
    if (status !== null) throw new Error(`The upgrade was refused with ${status}.`);
    this.#sockets.push(raw);
    return raw;
  }

  /** The HTTP status with which an upgrade is refused; 101 where it isn't. */
  async upgradeStatus(options: ConnectOptions = {}): Promise<number> {
    const { socket, refused } = this.#open(options);
    const status = await Promise.race([once(socket, "open").then(() => 101), refused]);
    socket.terminate();
    return status;
  }

  /** Loads a page, opens a socket for it and joins its view. */
  async visit(path: string, options: JoinOptions = {}): Promise<JoinedView> {
    const page = await this.get(path);
    const socket = await this.connect({ csrfToken: csrfTokenOf(page) });
    return this.join(socket, page, options);
  }

  /** Joins the view of a page; throws where the server refuses. */
  async join(socket: RawSocket, page: Page, options: JoinOptions = {}): Promise<JoinedView> {
    const ref = socket.nextRef();
    const { topic, answer } = await this.#askToJoin(socket, page, options, ref);
    if (answer.status !== "ok") throw new Error(`The join was refused: ${JSON.stringify(answer.response)}`);
    return new JoinedView(socket, ref, topic, answer.response);
  }

  /** The answer to a join, whatever it is. */
  async tryJoin(socket: RawSocket, page: Page, options: JoinOptions = {}): Promise<Answer> {
    return (await this.#askToJoin(socket, page, options, socket.nextRef())).answer;
  }

  /** What `phx_join` of a page carries. */
  joinPayload(page: Page, options: JoinOptions = {}): Record<string, unknown> {
    const container = containerOf(page);
    const place = options.redirect === undefined ? { url: options.url ?? page.url } : { redirect: options.redirect };
    return {
      ...place,
      params: { _csrf_token: csrfTokenOf(page), _mounts: 0, _mount_attempts: 0, ...options.params },
      session: options.session === undefined ? container.session : options.session,
      static: options.static === undefined ? staticOf(container) : options.static,
      ...(options.flash === undefined ? {} : { flash: options.flash }),
      sticky: false,
    };
  }

  /** Ends all sockets. */
  async close(): Promise<void> {
    await Promise.all(this.#sockets.map((socket) => socket.close()));
  }

  async #askToJoin(socket: RawSocket, page: Page, options: JoinOptions, ref: string) {
    const topic = options.topic ?? `lv:${containerOf(page).id}`;
    socket.send(ref, ref, topic, "phx_join", this.joinPayload(page, options));
    return { topic, answer: await socket.reply(ref) };
  }

  #open({ csrfToken, authToken, origin, vsn = "2.0.0", path = "/live/websocket", ...rest }: ConnectOptions) {
    const query = new URLSearchParams();
    if (csrfToken !== undefined) query.set("_csrf_token", csrfToken);
    if (vsn !== null) query.set("vsn", vsn);
    const token = authToken === undefined ? null : Buffer.from(authToken).toString("base64url").replaceAll("=", "");
    const protocols = token === null ? [] : ["phoenix", `base64url.bearer.phx.${token}`];
    const from = origin === undefined ? this.address.origin : origin;
    const headers = {
      host: new URL(this.address.origin).host,
      ...(rest.cookies === false || this.cookies.size === 0 ? {} : { cookie: this.#cookieHeader() }),
      ...(from === null ? {} : { origin: from }),
      ...rest.headers,
    };
    const socket = new WebSocket(`ws://127.0.0.1:${this.address.port}${path}?${query}`, protocols, { headers });
    const { promise: refused, resolve } = Promise.withResolvers<number>();
    socket.on("unexpected-response", (_request, response: IncomingMessage) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on("error", () => resolve(0));
    return { socket, refused };
  }

  async #fetch(method: string, path: string, headers: Headers, body?: string): Promise<Page> {
    const { port, origin } = this.address;
    const cookie = this.cookies.size > 0 ? { cookie: this.#cookieHeader() } : {};
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const options = {
      host: "127.0.0.1",
      port,
      method,
      path,
      headers: { host: new URL(origin).host, ...cookie, ...length, ...headers },
      agent: false as const,
    };
    const sent = request(options);
    sent.end(body);
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return this.#page(response, Buffer.concat(chunks).toString(), new URL(path, origin).href);
  }

  #page(response: IncomingMessage, body: string, url: string): Page {
    const setCookies = response.headers["set-cookie"] ?? [];
    for (const cookie of setCookies) this.#keep(cookie);
    const headers = new Map(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
    return { status: response.statusCode ?? 0, headers, setCookies, body, url };
  }

  #keep(setCookie: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(setCookie) ?? [];
    if (/;\s*max-age=0/i.test(setCookie)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  #cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }
}

const staticOf = (container: Container): string | null => (container.static === "" ? null : container.static);
