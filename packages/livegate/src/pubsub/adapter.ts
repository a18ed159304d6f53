import type { SharedTries } from "./shared-tries.ts";

/** What carries texts between the nodes of an app. A new kind of server is another one of these. */
export interface PubSubAdapter {
  /** Where it connects to, for people: without user and password. */
  readonly place: string;
  /** Whether its connections have `tries`. */
  readonly counts?: true;
  /**
   * Connects once. From when it resolves, every text that any node publishes is handed to `heard`, this node's own as well, in the
   * order of each publisher. `lost` is called when that is over for whatever reason; nothing comes afterwards.
   *
   * @throws what the server or the network said.
   */
  open(heard: (text: string) => void, lost: (why: unknown) => void): Promise<PubSubConnection>;
}

/** A connection of an adapter while it lasts. */
export interface PubSubConnection {
  /** Sends a text behind those before it. Rejects where it isn't known to have arrived. */
  publish(text: string): Promise<void>;
  /** Buckets of tries, where the server can count. */
  readonly tries?: SharedTries;
  /** Ends it; `lost` isn't called. Resolves even where the server doesn't answer. */
  close(): Promise<void>;
}
