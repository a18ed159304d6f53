import type { JsonObject } from "../protocol/json-data.ts";

/** How a page has come to be mounted. */
export interface Arrival {
  /**
   * "load": by a request, whose HTTP render and first join both say so; "navigate": by live navigation; "reconnect": again,
   * after a lost connection, a crash or a deploy.
   */
  readonly navigationType: "load" | "navigate" | "reconnect";
  /**
   * What `params` of the client's `connect` gave, on the socket; {} over HTTP. It comes from the browser: a hint like a time zone, never
   * a right.
   */
  readonly connectParams: JsonObject;
  /** Whether the page runs with scripts or styles, marked by `phx-track-static`, that were built anew since: time to offer a reload. */
  readonly staticChanged: boolean;
}

/** A request's: nothing is known of the page that it will become. */
export const requested: Arrival = { navigationType: "load", connectParams: {}, staticChanged: false };
