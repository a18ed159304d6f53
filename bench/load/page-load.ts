import { HttpConnection, requestText } from "./http-connection.ts";
import { LiveClient } from "./live-client.ts";
import { type Load, type Target, checkBounds, userOf } from "./load.ts";

export interface PageLoadOptions {
  readonly path: string;
  readonly connections: number;
  /** GETs in one run, over all connections. */
  readonly requests: number;
  /** "new": each request comes without a cookie. "known": with that of an earlier answer. "user": with those of a log-in. */
  readonly visitor: "new" | "known" | "user";
}

/** Keep-alive connections, each of which GETs the page again as soon as it has it. */
export async function pageLoad(target: Target, options: PageLoadOptions): Promise<Load> {
  checkBounds(options.connections, options.requests);
  const connections = await Promise.all(
    Array.from({ length: options.connections }, () => HttpConnection.open(target.port)),
  );
  const requests = await Promise.all(
    connections.map(async (connection, index) => {
      const client = new LiveClient(target.port, options.path);
      if (options.visitor === "user") await client.logIn(connection, userOf(index));
      if (options.visitor === "known") await client.load(connection);
      return Buffer.from(requestText("GET", target.port, options.path, client.cookieHeader));
    }),
  );
  return {
    target,
    async run() {
      let sent = 0;
      const work = async (connection: HttpConnection, index: number): Promise<void> => {
        const request = requests[index]!; // One for each connection.
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
