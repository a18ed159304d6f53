import { type Socket, connect } from "node:net";
import { once } from "node:events";

const HEADER_END = Buffer.from("\r\n\r\n");
const TIMEOUT_MS = 30_000;
const LAST_CHUNK = Buffer.from("0\r\n\r\n");

/** The text of a request without a body; `headers` are whole lines. */
export function requestText(method: "GET" | "POST", port: number, path: string, headers = ""): string {
  const length = method === "POST" ? "Content-Length: 0\r\n" : "";
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${length}${headers}\r\n`;
}

/** The text of a POST of a form; `headers` are whole lines. */
export function formText(port: number, path: string, fields: Readonly<Record<string, string>>, headers = ""): string {
  const body = String(new URLSearchParams(fields));
  const type = "Content-Type: application/x-www-form-urlencoded";
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${type}\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`;
}

/** An answer as it came; the body may still be in chunks. */
export interface HttpAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: Buffer;
}

/**
 * One keep-alive HTTP/1.1 connection to the loopback, one request at a time.
 *
 * It does the least that can be right, so that the generator never is what is measured. It can't read a body without
 * `content-length` or `transfer-encoding: chunked`.
 */
export class HttpConnection {
  readonly socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve(answer: HttpAnswer): void; reject(error: Error): void } | null = null;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (data: Buffer) => this.#receive(data));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("the server closed the connection")));
    socket.setTimeout(TIMEOUT_MS, () => {
      if (this.#waiting) socket.destroy(new Error("no answer within 20 s"));
    });
  }

  static async open(port: number): Promise<HttpConnection> {
    const socket = connect({ host: "127.0.0.1", port, noDelay: true });
    await once(socket, "connect");
    return new HttpConnection(socket);
  }

  /** Sends a whole request and resolves with the whole answer. */
  request(text: string | Buffer): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) return reject(new Error("the server has closed the connection"));
      this.#waiting = { resolve, reject };
      this.socket.write(text);
    });
  }

  /** Gives the wire away after an upgrade: this object reads nothing more. */
  release(): Socket {
    this.socket.setTimeout(0);
    this.socket.removeAllListeners();
    return this.socket;
  }

  close(): void {
    // What is still being written fails now, and nobody has to hear of it.
    this.release()
      .on("error", () => {})
      .destroy();
  }

  #receive(data: Buffer): void {
    this.#received = this.#received.length === 0 ? data : Buffer.concat([this.#received, data]);
    const answer = readAnswer(this.#received);
    if (answer === null) return;
    this.#received = Buffer.alloc(0);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve(answer);
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}

function readAnswer(received: Buffer): HttpAnswer | null {
  const headEnd = received.indexOf(HEADER_END);
  if (headEnd < 0) return null;
  const head = received.toString("latin1", 0, headEnd);
  const body = received.subarray(headEnd + HEADER_END.length);
  const status = Number(head.slice(9, 12));
  const answer = { status, head, body };
  if (status === 101 || status === 204) return answer;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  const complete =
    length === undefined ? body.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK) : body.length >= Number(length);
  return complete ? answer : null;
}
