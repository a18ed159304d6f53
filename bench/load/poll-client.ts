import { HttpConnection, requestText } from "./http-connection.ts";
import { type LivePage, parseLivePage } from "./live-page.ts";

interface PollBody {
  readonly status: number;
  readonly token: string;
  readonly messages: readonly string[];
}

/** One visitor whom no WebSocket reaches: GETs a page, joins its view over HTTP, and polls. */
export class PollClient {
  readonly #port: number;
  readonly #connection: HttpConnection;
  readonly #page: LivePage;
  readonly #cookie: string;
  readonly #path: string;
  #token = "";
  /** Answers to polls so far. */
  polls = 0;

  private constructor(port: number, path: string, connection: HttpConnection, head: string, body: string) {
    this.#port = port;
    this.#path = path;
    this.#connection = connection;
    this.#page = parseLivePage(body);
    const pairs = [...head.matchAll(/\r\nset-cookie: *([^;\r]*)/gi)].map(([, pair]) => pair);
    this.#cookie = `Cookie: ${pairs.join("; ")}\r\nOrigin: http://127.0.0.1:${port}\r\n`;
  }

  static async load(port: number, path: string): Promise<PollClient> {
    const connection = await HttpConnection.open(port);
    const { status, head, body } = await connection.request(requestText("GET", port, path));
    if (status !== 200) throw new Error(`GET ${path} was answered with ${status}`);
    return new PollClient(port, path, connection, head, body.toString());
  }

  async join(): Promise<void> {
    const { id, session, statics, csrf } = this.#page;
    const opened = await this.#get("&", `X-Phoenix-AuthToken: ${csrf}\r\n`);
    this.#token = encodeURIComponent(opened.token);
    const url = `http://127.0.0.1:${this.#port}${this.#path}`;
    const payload = { url, params: { _mounts: 0, _mount_attempts: 0 }, session, static: statics, sticky: false };
    const body = JSON.stringify(["1", "1", `lv:${id}`, "phx_join", payload]);
    const taken = await this.#connection.request(
      `POST ${this.#target} HTTP/1.1\r\nHost: 127.0.0.1:${this.#port}\r\n${this.#cookie}Content-Type: application/x-ndjson\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    if (taken.body.toString() !== '{"status":200}') throw new Error(`the join was answered with ${taken.body}`);
    const { messages } = await this.poll();
    if (!messages[0]?.includes('"status":"ok"')) throw new Error(`the join was refused: ${messages[0]?.slice(0, 300)}`);
  }

  async poll(): Promise<PollBody> {
    const answer = await this.#get(`&token=${this.#token}`);
    this.polls += 1;
    return answer;
  }

  /** Polls again and again, until `close`. */
  async keepPolling(): Promise<void> {
    while (!this.#connection.socket.destroyed) {
      const answer = await this.poll().catch(() => null);
      if (answer === null) return;
      if (answer.status !== 204) throw new Error(`a poll was answered with ${answer.status}`);
    }
  }

  close(): void {
    this.#connection.socket.destroy();
  }

  get #target(): string {
    return `/live/longpoll?_timeout=30000&vsn=2.0.0&token=${this.#token}`;
  }

  async #get(query: string, headers = ""): Promise<PollBody> {
    const path = `/live/longpoll?_timeout=30000&vsn=2.0.0${query}`;
    const { body } = await this.#connection.request(requestText("GET", this.#port, path, this.#cookie + headers));
    return JSON.parse(body.toString()) as PollBody; // The measured app speaks the protocol.
  }
}
