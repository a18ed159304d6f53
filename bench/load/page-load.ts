import { HttpConnection, requestText } from "./http-connection.ts";
import { type Load, type Target, checkBounds } from "./load.ts";

export interface PageLoadOptions {
  readonly path: string;
  readonly connections: number;
  /** GETs in one run, over all connections. */
  readonly requests: number;
  /** "new": each request comes without a cookie. "known": with that of an earlier answer. */
  readonly visitor: "new" | "known";
}

/** Keep-alive connections, each of which GETs the page again as soon as it has it. */
export async function pageLoad(target: Target, options: PageLoadOptions): Promise<Load> {
  checkBounds(options.connections, options.requests);
  const connections = await Promise.all(
    Array.from({ length: options.connections }, () => HttpConnection.open(target.port)),
  );
  const firstVisit = requestText("GET", target.port, options.path);
  const cookie = options.visitor === "known" ? await cookieOf(connections[0]!, firstVisit) : ""; // There is at least one.
  const request = Buffer.from(requestText("GET", target.port, options.path, cookie));
  return {
    target,
    async run() {
      let sent = 0;
      const work = async (connection: HttpConnection): Promise<void> => {
        while (sent < options.requests) {
          sent++;
          const { status } = await connection.request(request);
          if (status !== 200) throw new Error(`GET ${options.path} was answered with ${status}`);
        }
      };
      await Promise.all(connections.map(work));
      return options.requests;
    },
    repeatable: true,
    settle: async () => {},
    close: () => connections.forEach((connection) => connection.close()),
  };
}

/** The header that brings back the first cookie of an answer, or "". */
async function cookieOf(connection: HttpConnection, request: string): Promise<string> {
  const { head } = await connection.request(request);
  const pair = /\r\nset-cookie: *([^;\r]+)/i.exec(head)?.[1];
  return pair === undefined ? "" : `Cookie: ${pair}\r\n`;
}
