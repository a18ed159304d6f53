import { type HttpAnswer, type HttpConnection, formText, requestText } from "./http-connection.ts";
import { LoadSocket } from "./web-socket.ts";
import { type LivePage, parseLivePage } from "./live-page.ts";

const REPLY_TIMEOUT_MS = 20_000;

/** One visitor: GETs a page with a cookie jar, opens the WebSocket, joins the view, clicks. */
export class LiveClient {
  readonly #port: number;
  readonly #path: string;
  readonly #cookies = new Map<string, string>();
  #page: LivePage | null = null;
  #socket: LoadSocket | null = null;
  #refs = 1;

  constructor(port: number, path: string) {
    this.#port = port;
    this.#path = path;
  }

  /** Becomes a user of the measured app, 1 to 100. */
  async logIn(connection: HttpConnection, user: number): Promise<void> {
    const answer = await connection.request(requestText("GET", this.#port, `/login_as/${user}`, this.cookieHeader));
    if (answer.status !== 303) throw new Error(`the log-in of user ${user} was answered with ${answer.status}`);
    this.keepCookies(answer);
  }

  /** GETs the page over a connection that may be shared, and keeps what the join needs; resolves with the body. */
  async load(connection: HttpConnection): Promise<Buffer> {
    const answer = await connection.request(requestText("GET", this.#port, this.#path, this.cookieHeader));
    if (answer.status !== 200) throw new Error(`GET ${this.#path} was answered with ${answer.status}`);
    this.keepCookies(answer);
    this.#page = parseLivePage(answer.body.toString());
    return answer.body;
  }

  /** A form, sent from somewhere else by a visitor of the loaded page: what goes over the wire. */
  formText(path: string, fields: Readonly<Record<string, string>>, network: string): string {
    const headers = `X-Forwarded-For: ${network}\r\n${this.cookieHeader}`;
    return formText(this.#port, path, { ...fields, _csrf_token: this.page.csrf }, headers);
  }

  async connect(): Promise<void> {
    const query = new URLSearchParams({
      _csrf_token: this.page.csrf,
      _mounts: "0",
      _mount_attempts: "0",
      vsn: "2.0.0",
    });
    const headers = `Origin: http://127.0.0.1:${this.#port}\r\n${this.cookieHeader}`;
    this.#socket = await LoadSocket.open(this.#port, `/live/websocket?${query}`, headers);
  }

  /** Joins the page's main view; resolves with the reply's frame. */
  async join(): Promise<string> {
    const { id, session, statics, csrf } = this.page;
    const params = { _csrf_token: csrf, _mounts: 0, _mount_attempts: 0 };
    const url = `http://127.0.0.1:${this.#port}${this.#path}`;
    const payload = { url, params, session, static: statics, flash: null, sticky: false };
    const reply = this.nextFrame();
    this.socket.send(JSON.stringify(["1", "1", `lv:${id}`, "phx_join", payload]));
    const text = await reply;
    if (!text.includes('"status":"ok"')) throw new Error(`the join was refused: ${text.slice(0, 300)}`);
    return text;
  }

  /** Joins the views inside the page that a join's reply shows, all at once; resolves when all are answered. */
  async joinNested(reply: string): Promise<void> {
    const inside = [...reply.matchAll(/ id=\\"([^"\\]+)\\" data-phx-session=\\"([^"\\]+)/g)];
    if (inside.length === 0) return;
    const { csrf } = this.page;
    const params = { _csrf_token: csrf, _mounts: 0, _mount_attempts: 0 };
    const all = Promise.withResolvers<void>();
    let missing = inside.length;
    this.onFrame = (frame) => {
      if (!frame.includes('"status":"ok"'))
        all.reject(new Error(`a join was refused: ${frame.toString().slice(0, 300)}`));
      if (--missing === 0) all.resolve();
    };
    for (const [, id, session] of inside) {
      const ref = String(++this.#refs);
      const payload = { params, session, static: null, sticky: false };
      this.socket.send(JSON.stringify([ref, ref, `lv:${id}`, "phx_join", payload]));
    }
    await all.promise;
  }

  /** Sends a click, to the view or to one of its components, without waiting for its reply. */
  click(event: string, value: Readonly<Record<string, string>> = {}, cid: number | null = null): void {
    const ref = String(++this.#refs);
    const payload = { type: "click", event, value: { ...value, value: "" }, cid };
    this.socket.send(JSON.stringify(["1", ref, `lv:${this.page.id}`, "event", payload]));
  }

  /** Sends a push of the view; resolves with the frame of its reply. */
  push(event: string, payload: object): Promise<string> {
    return this.send(["1", String(++this.#refs), `lv:${this.page.id}`, event, payload]);
  }

  /** Sends a frame; resolves with the frame of its reply. */
  send(frame: readonly [joinRef: string, ref: string, topic: string, event: string, payload: object]): Promise<string> {
    const answered = this.reply(frame[1]);
    this.socket.send(JSON.stringify(frame));
    return answered;
  }

  /** The frame that replies to a reference, whatever comes before it. */
  reply(ref: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("no answer within 20 s")), REPLY_TIMEOUT_MS);
      this.onFrame = (payload) => {
        const text = payload.toString();
        if (text.split('"', 4)[3] !== ref) return;
        clearTimeout(late);
        resolve(text);
      };
    });
  }

  sendBinary(head: Buffer, body: Buffer): void {
    this.socket.sendBinary(head, body);
  }

  heartbeat(): void {
    this.socket.send(JSON.stringify([null, String(++this.#refs), "phoenix", "heartbeat", {}]));
  }

  nextFrame(): Promise<string> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("no answer within 20 s")), REPLY_TIMEOUT_MS);
      this.onFrame = (payload) => {
        clearTimeout(late);
        resolve(payload.toString());
      };
    });
  }

  set onFrame(receive: (payload: Buffer) => void) {
    this.socket.onFrame = receive;
  }

  /** Resolves when the socket is gone. */
  get closing(): Promise<unknown> {
    return this.socket.closing;
  }

  get alive(): boolean {
    return this.#socket !== null && !this.#socket.closed;
  }

  close(): void {
    this.#socket?.close();
  }

  private get page(): LivePage {
    if (this.#page === null) throw new Error("load() comes before this");
    return this.#page;
  }

  private get socket(): LoadSocket {
    if (this.#socket === null) throw new Error("connect() comes before this");
    return this.#socket;
  }

  /** Keeps the cookies of an answer. */
  keepCookies({ head }: HttpAnswer): void {
    for (const [, name = "", value = ""] of head.matchAll(/\r\nset-cookie: *([^=]+)=([^;\r]*)/gi)) {
      this.#cookies.set(name, value);
    }
  }

  /** The header line that brings back all cookies so far, or "". */
  get cookieHeader(): string {
    const pairs = Array.from(this.#cookies, ([name, value]) => `${name}=${value}`);
    return pairs.length === 0 ? "" : `Cookie: ${pairs.join("; ")}\r\n`;
  }
}
