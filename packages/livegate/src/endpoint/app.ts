import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { FindRoute } from "../live/live-route.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import type { Presences } from "../pubsub/presences.ts";
import type { PubSub } from "../pubsub/pubsub.ts";
import type { Counters } from "../runtime/counters.ts";
import type { Connection } from "../runtime/live-connection.ts";
import type { RunningTasks } from "../runtime/running-tasks.ts";
import type { Transport } from "../runtime/transport.ts";
import type { DevelopmentPages } from "./development-pages.ts";
import type { MetricFamily } from "./metric-family.ts";
import type { PollNodes } from "./poll-nodes.ts";
import type { ErrorPage } from "./error-page.ts";

/** What a server adds to a request. */
export interface RequestOrigin {
  readonly incoming?: IncomingMessage;
  readonly outgoing?: ServerResponse;
  /** The peer's address; behind a trusted proxy the client's is read from its header. */
  readonly remoteAddress?: string;
}

/** What a server knows of a request that wants to become a WebSocket. */
export interface UpgradeRequest {
  /** Path and query, as in the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
}

/** Whether an upgrade is taken. A refused one is answered with the HTTP status. */
export type ConnectResult =
  | {
      readonly ok: true;
      /** The subprotocol to answer with, where the client offered it. */
      readonly protocol: string | null;
      /** Called once the WebSocket is open. */
      open(transport: Transport): Connection;
    }
  | { readonly ok: false; readonly status: number; readonly reason: string };

/** A whole app behind two doors: requests, and sockets. Knows no server; `livegate/node` brings one. */
export interface App {
  readonly context: EndpointContext;
  /** What was refused or ended so far, by name. */
  readonly counters: Counters;
  /** What has been done so far and what there is now, for a monitor. */
  metrics(): readonly MetricFamily[];
  /** Whether the app's other nodes are in reach. */
  readonly pubsub: Pick<PubSub, "state">;
  /** How polls reach the other processes of the app; a server sets it. */
  readonly polls: PollNodes;
  /** What runs beside live views now; tests wait for it. */
  readonly tasks: RunningTasks;
  /** Who is present on topics. */
  readonly presences: Pick<Presences, "list">;
  /** Answers what is no request that `fetch` could take, with the page of its status. */
  readonly errorPage: ErrorPage;
  /** Answers a request. Never rejects. */
  fetch(request: Request, origin?: RequestOrigin): Response | Promise<Response>;
  /** Decides about an upgrade to a WebSocket. */
  connect(upgrade: UpgradeRequest): ConnectResult;
  /** Finds what stands at a path (without base and query), exactly as a GET would; for tests and tools. */
  readonly findRoute: FindRoute;
  /** The pages that follow what is saved; null where nothing watches. */
  readonly development: DevelopmentPages | null;
  /**
   * Takes no more events, lets views finish what they have taken, then closes their sockets with a code that makes clients
   * connect again: all at once, or one after the other within `spread` milliseconds. Resolves when all of them are told to close.
   */
  stop(options?: { readonly spread?: number }): Promise<void>;
}
