import type { Page } from "playwright-core";

/** What a page sends over its sockets, and what it loads, as a test reads it. */
export interface Wire {
  /** The events sent since the last look, without heartbeats and pieces of files: "phx_join", "live_patch", "event". */
  sent(): string[];
  /** The payloads of one event since the last look, which this is. */
  payloads(event: string): unknown[];
  /** The frames received since the last look. */
  received(): string[];
  /** How many documents were loaded since the last look. */
  loads(): number;
  forget(): void;
}

interface Sent {
  readonly event: string;
  readonly payload: unknown;
}

/** Listens to a page before it is opened. */
export function listen(page: Page): Wire {
  let sent: Sent[] = [];
  let received: string[] = [];
  let loads = 0;
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      // Pieces of files are binary.
      if (typeof payload !== "string") return;
      const [, , , event, value] = JSON.parse(payload) as [unknown, unknown, unknown, string, unknown];
      if (event !== "heartbeat") sent.push({ event, payload: value });
    });
    socket.on("framereceived", ({ payload }) => received.push(String(payload)));
  });
  page.on("request", (request) => {
    if (request.isNavigationRequest()) loads += 1;
  });
  const wire: Wire = {
    sent: () => taken(() => sent.map(({ event }) => event)),
    payloads: (wanted) => taken(() => sent.filter(({ event }) => event === wanted).map(({ payload }) => payload)),
    received: () => taken(() => received),
    loads: () => taken(() => loads),
    forget() {
      sent = [];
      received = [];
      loads = 0;
    },
  };
  const taken = <T>(read: () => T): T => {
    const value = read();
    wire.forget();
    return value;
  };
  return wire;
}
