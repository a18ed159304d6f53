import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { App } from "../endpoint/app.ts";
import { hangUp } from "./hang-up.ts";

/** What the parser has found, where the answer isn't 400. */
const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Answers, counts and logs what never becomes a request: text that isn't HTTP, headers that are too long or come too
 * slowly, wishes for a tunnel. Node by itself tells nobody of it.
 */
export function refuseMalformed(
  server: Server,
  { counters, context: { log } }: Pick<App, "counters" | "context">,
): void {
  const answers = new WeakMap<Duplex, ServerResponse>();
  const refuse = (wire: Duplex, status: number, reason: string): void => {
    counters.increment(`request_refused_${status}`);
    log.warn({ reason }, "request refused");
    hangUp(wire, status, "This is no request that can be answered.");
  };
  server.on("request", ({ socket }: IncomingMessage, answer: ServerResponse) => void answers.set(socket, answer));
  server.on("clientError", ({ code = "" }: NodeJS.ErrnoException, wire: Duplex) => {
    const status = statuses[code] ?? (code.startsWith("HPE_") ? 400 : null);
    // A connection that broke, one that somebody opened ahead and didn't use, or one whose answer is under way.
    if (status === null || isUnused(wire) || isWithin(answers.get(wire))) return void wire.destroy();
    refuse(wire, status, code);
  });
  server.on("connect", (_request: IncomingMessage, wire: Duplex) => {
    wire.on("error", () => wire.destroy());
    refuse(wire, 405, "a tunnel was asked for");
  });
}

const isUnused = (wire: Duplex): boolean => !wire.writable || ("bytesRead" in wire && wire.bytesRead === 0);

const isWithin = (answer: ServerResponse | undefined): boolean =>
  answer !== undefined && answer.headersSent && !answer.writableEnded;
