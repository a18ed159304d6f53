import { HttpConnection, requestText } from "./http-connection.ts";
import { type Load, type Target, checkBounds } from "./load.ts";

export interface PageLoadOptions {
  readonly path: string;
  readonly connections: number;
  /** GETs in one run, over all connections. */
  readonly requests: number;
}

/** Keep-alive connections, each of which GETs the page again as soon as it has it. */
export async function pageLoad(target: Target, options: PageLoadOptions): Promise<Load> {
  checkBounds(options.connections, options.requests);
  const connections = await Promise.all(
    Array.from({ length: options.connections }, () => HttpConnection.open(target.port)),
  );
  const request = Buffer.from(requestText("GET", target.port, options.path));
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
