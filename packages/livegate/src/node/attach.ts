import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { App } from "../endpoint/app.ts";
import { limits } from "../protocol/limits.ts";
import { closeCode } from "../protocol/wire-names.ts";
import type { Connection } from "../runtime/live-connection.ts";
import { hangUp } from "./hang-up.ts";
import { ReadingPace } from "./reading-pace.ts";
import { hasTwoHostLines } from "./request-target.ts";
import { SocketTransport } from "./socket-transport.ts";

/** The live sockets of a server. */
export interface AttachedSockets {
  /** Open sockets. */
  readonly size: number;
  /** Takes no more sockets and resolves once the last one is closed; closing those that are open is the app's affair. */
  closed(): Promise<void>;
  /** Cuts the sockets whose peer doesn't answer a close. */
  terminate(): void;
}

/** Milliseconds that a peer has to answer a close. */
const closeTimeout = 5_000;

/**
 * Adds an app's WebSocket ("/live/websocket" below its base) to a server that answers its requests in some other way.
 *
 * Upgrades of other paths are left to the server's other listeners, if there are any. `serve` does this by itself.
 *
 * @example
 * const server = createServer(getRequestListener((request) => app.fetch(request)));
 * attach(server, app);
 */
export function attach(server: Server, app: App): AttachedSockets {
  // The types don't know `closeTimeout`, so these can't stand inside the call.
  const options = {
    noServer: true,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
    closeTimeout,
    handleProtocols: (offered: Set<string>) => (offered.has("phoenix") ? "phoenix" : false),
  };
  const sockets = new WebSocketServer(options);
  const path = `${app.context.base}/live/websocket`;

  server.on("upgrade", (request: IncomingMessage, wire: Duplex, head: Buffer) => {
    wire.on("error", ignoreBrokenWire);
    if (!isAt(request.url, path) && server.listenerCount("upgrade") > 1) return;
    upgrade(app, sockets, request, wire, head);
  });
  return {
    get size() {
      return sockets.clients.size;
    },
    closed: () => new Promise((resolve) => sockets.close(() => resolve())),
    terminate: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

const isAt = (url: string | undefined, path: string): boolean => url === path || url?.startsWith(`${path}?`) === true;

// A peer that is gone shows as the end of its connection.
const ignoreBrokenWire = (): void => {};

function upgrade(app: App, sockets: WebSocketServer, request: IncomingMessage, wire: Duplex, head: Buffer): void {
  try {
    if (hasTwoHostLines(request)) return hangUp(wire, 400, "two hosts");
    const remoteAddress = request.socket.remoteAddress ?? "";
    const decided = app.connect({ url: request.url ?? "", headers: request.headers, remoteAddress });
    if (!decided.ok) return hangUp(wire, decided.status, decided.reason);
    sockets.handleUpgrade(request, wire, head, (socket) => {
      try {
        listen(app, socket, decided.open(new SocketTransport(socket, wire)));
      } catch (error) {
        giveUp(app, socket, error);
      }
    });
  } catch (error) {
    app.context.log.error({ err: error }, "upgrade failed");
    hangUp(wire, 500, "internal error");
  }
}

// One closure for each kind of event, nothing for each message: this is the hot path.
function listen(app: App, socket: WebSocket, connection: Connection): void {
  const pace = new ReadingPace(socket);
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    pace.count();
    try {
      if (isBinary) connection.receiveBinary(data);
      else connection.receive(data.toString());
    } catch (error) {
      giveUp(app, socket, error);
    }
  });
  // What breaks a socket (too large, not UTF-8, reset) closes it as well.
  socket.on("error", ignoreBrokenWire);
  socket.on("close", () => connection.closed());
}

function giveUp(app: App, socket: WebSocket, error: unknown): void {
  app.context.log.error({ err: error }, "socket failed");
  socket.close(closeCode.internalError);
}
