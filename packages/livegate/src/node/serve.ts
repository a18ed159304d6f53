import cluster from "node:cluster";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { RequestError, getRequestListener } from "@hono/node-server";
import type { App } from "../endpoint/app.ts";
import type { ErrorOccasion } from "../plug/error-occasion.ts";
import type { Secret } from "../token/secret.ts";
import { LivegateError } from "../errors/livegate-error.ts";
import { type AttachedSockets, attach } from "./attach.ts";
import { checkHost } from "../plug/check-host.ts";
import { transportHeaders } from "../plug/secure-headers.ts";
import { followDevelopment } from "./follow-development.ts";
import { mayBeFile, publicFiles } from "./public-files.ts";
import { answerOperator } from "./operator-paths.ts";
import { ProcessMetrics } from "./process-metrics.ts";
import { type Ready, Readiness } from "./readiness.ts";
import { refuseMalformed } from "./refuse-malformed.ts";
import { metricsOfWorkers } from "./metrics-of-workers.ts";
import { WorkerCalls } from "./worker-calls.ts";
import { forwardPolls } from "./forward-polls.ts";
import { namesTwoHosts } from "./request-target.ts";

/** Where and how an app is served. */
export interface ServeOptions {
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** Address to listen on. Defaults to 127.0.0.1: nobody else reaches it. */
  readonly host?: string;
  /** Directory of files that are sent as they are, below the app's base. */
  readonly publicDir?: string;
  /** Milliseconds that requests and sockets have to end when the server stops, after `drainSeconds`. Defaults to 5,000. */
  readonly stopWithin?: number;
  /**
   * Over how many seconds pages are sent away when the server stops, one after the other. Defaults to 0, all at once: right for the only
   * node, whose pages wait for the next one. With several nodes it spares the others a thousand joins at the same moment.
   */
  readonly drainSeconds?: number;
  /**
   * Whether what the app can't do without is there, for `/healthz/ready`: `() => ping(repo.db)`. Asked once a second at most;
   * where it throws, or takes two seconds, it isn't. Default: ready as long as the server doesn't stop.
   */
  readonly ready?: () => Promise<Ready>;
  /** Where the other nodes of the app reach this one: polls of its pages that come to them are passed on. Default: nowhere. */
  readonly nodeUrl?: URL | null;
  /** Who names it (`Authorization: Bearer …`) gets the metrics at `/metrics`. Default: nobody does, and nothing is measured. */
  readonly metricsToken?: Secret | null;
}

/** A running server. */
export interface Served {
  /** Where it listens: "http://127.0.0.1:4000". */
  readonly url: string;
  readonly port: number;
  /** Takes nothing new, makes the pages connect elsewhere (1012), lets running requests end. */
  stop(): Promise<void>;
}

/** Milliseconds and bytes that one client may take. */
export const serverLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
} as const;

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/**
 * Serves an app over HTTP and WebSocket with node:http.
 *
 * @throws LG_LISTEN if the port can't be had.
 * @example
 * const server = await serve(app, { port: 4000, publicDir: "public" });
 * process.once("SIGTERM", () => void server.stop());
 */
export async function serve(app: App, options: ServeOptions): Promise<Served> {
  const { host = "127.0.0.1", publicDir, metricsToken = null } = options;
  const { stopWithin = 5_000, drainSeconds = 0 } = options;
  const readiness = new Readiness(options.ready ?? alwaysReady, app.context.log);
  const measured = metricsToken ? new ProcessMetrics() : null;
  const workers = cluster.isWorker ? new WorkerCalls() : null;
  const own = () => [...app.metrics(), ...(measured?.read() ?? [])];
  const metrics = workers === null ? own : metricsOfWorkers(workers, own);
  forwardPolls(app, { nodeUrl: options.nodeUrl ?? null, workers });
  const pages = pageListener(app);
  const answers = publicDir === undefined ? pages : filesFirst(app, publicDir, pages);
  const operators = { readiness, pubsub: app.pubsub, metricsToken, metrics };
  const server = createServer(
    {
      ...serverLimits,
      // Without this, a request that asks for HTTP/2 on the side would be lost.
      shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === "websocket",
    },
    (incoming, outgoing) => {
      if (!answerOperator(operators, incoming, outgoing)) answers(incoming, outgoing);
    },
  );
  refuseMalformed(server, app);
  const sockets = attach(server, app);
  const unfollow = followDevelopment(app);
  const { port } = await listen(server, options.port, host);
  return {
    url: `http://${urlHost(host)}:${port}`,
    port,
    stop() {
      readiness.drain();
      measured?.stop();
      workers?.stop();
      unfollow();
      return stop({ app, server, sockets, within: stopWithin, spread: drainSeconds * 1000 });
    },
  };
}

const alwaysReady = async (): Promise<Ready> => ({ ok: true });

function pageListener(app: App): Listener {
  const refuse = (reason: string, occasion = unknownOccasion): Response => {
    app.counters.increment("request_refused_400");
    app.context.log.warn({ reason }, "request refused");
    return app.errorPage(400, occasion);
  };
  return getRequestListener(
    (request, bindings) => {
      // Always HTTP/1.1: the server is made by node:http.
      const { incoming, outgoing } = bindings as { incoming: IncomingMessage; outgoing: ServerResponse };
      if (namesTwoHosts(incoming)) return refuse("two hosts", occasionOfMessage(incoming));
      return app.fetch(request, { incoming, outgoing, remoteAddress: incoming.socket.remoteAddress ?? "" });
    },
    {
      errorHandler(error) {
        if (error instanceof RequestError) return refuse(error.message);
        app.context.log.error({ err: error }, "request failed");
        return app.errorPage(500, unknownOccasion, error);
      },
    },
  );
}

/** Of what could not even be read as a request nothing is known but that it came. */
const unknownOccasion: ErrorOccasion = { method: "GET", path: "", accept: null, requestId: null };

const occasionOfMessage = ({ method = "GET", headers }: IncomingMessage): ErrorOccasion => ({
  ...unknownOccasion,
  method,
  accept: headers.accept ?? null,
});

function filesFirst(app: App, publicDir: string, pages: Listener): Listener {
  const answer = publicFiles(publicDir, transportHeaders(app.context));
  const { base } = app.context;
  return (incoming, outgoing) => {
    const [pathname = ""] = (incoming.url ?? "").split("?", 1);
    const isFile = mayBeFile(incoming.method, pathname) && pathname.startsWith(`${base}/`);
    if (!isFile || !checkHost(incoming.headers.host, app.context)) return pages(incoming, outgoing);
    answer(incoming, outgoing, pathname.slice(base.length)).then(
      (answered) => answered || pages(incoming, outgoing),
      (error: unknown) => {
        app.context.log.error({ err: error }, "file failed");
        outgoing.destroy();
      },
    );
  };
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      reject(
        new LivegateError("LG_LISTEN", `${host}:${port} can't be listened on: ${cause.message}.`, undefined, { cause }),
      );
    });
    server.listen({ port, host, reusePort: sharesPort(port) }, () => resolve(server.address() as AddressInfo)); // A TCP server, and it listens.
  });
}

/**
 * Of several workers each listens by itself and the kernel deals connections out. Handed over by their primary process they
 * come one each turn of the event loop, and one that is on its way to a worker which crashes hangs for ever.
 */
const sharesPort = (port: number): boolean => cluster.isWorker && process.platform === "linux" && port !== 0;

function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

interface Stopping {
  readonly app: App;
  readonly server: Server;
  readonly sockets: AttachedSockets;
  /** Milliseconds. */
  readonly within: number;
  readonly spread: number;
}

async function stop({ app, server, sockets, within, spread }: Stopping): Promise<void> {
  const closed = Promise.all([sockets.closed(), new Promise((resolve) => server.close(resolve))]);
  const cut = setTimeout(() => {
    sockets.terminate();
    server.closeAllConnections();
  }, spread + within);
  // A browser keeps its connection after the response that was still running.
  const sweep = setInterval(() => server.closeIdleConnections(), 25);
  try {
    // A handler that outlives its socket, which is cut, is waited for by nobody.
    void app.stop({ spread });
    await closed;
  } finally {
    clearTimeout(cut);
    clearInterval(sweep);
  }
}
