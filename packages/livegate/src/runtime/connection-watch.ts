import type { LiveConnection } from "./live-connection.ts";
import type { LiveRuntime } from "./live-runtime.ts";

/** Looks at all open connections from time to time: ends those that went silent and those that don't read. */
export class ConnectionWatch {
  readonly #runtime: LiveRuntime;
  readonly #connections = new Set<LiveConnection>();
  #cancel: (() => void) | null = null;
  #lookedAt = 0;

  constructor(runtime: LiveRuntime) {
    this.#runtime = runtime;
  }

  get size(): number {
    return this.#connections.size;
  }

  /** How many messages wait for each view of all connections. */
  *mailboxLengths(): Iterable<number> {
    for (const connection of this.#connections) yield* connection.mailboxLengths();
  }

  add(connection: LiveConnection): void {
    this.#connections.add(connection);
    this.#schedule();
  }

  remove(connection: LiveConnection): void {
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    this.#cancel?.();
    this.#cancel = null;
  }

  /**
   * Sends every client away with a code that makes it connect again, each once its views have done what they had taken: one after the
   * other within `spread` milliseconds, so that they don't all come to the next node at once. Until its turn each goes on as before.
   */
  async stop(spread = 0): Promise<void> {
    const { clock } = this.#runtime.context;
    const [began, connections] = [clock.now(), [...this.#connections]];
    const drained: Promise<void>[] = [];
    for (const [index, connection] of connections.entries()) {
      const due = began + (spread * index) / connections.length;
      if (due > clock.now()) await new Promise<void>((resolve) => clock.setTimeout(resolve, due - clock.now()));
      drained.push(connection.drain());
    }
    // Meanwhile others may have come over connections that were open already.
    const late = [...this.#connections].filter((connection) => !connections.includes(connection));
    await Promise.all([...drained, ...late.map((connection) => connection.drain())]);
  }

  #schedule(): void {
    const { context, limits } = this.#runtime;
    if (this.#cancel !== null) return;
    this.#lookedAt = context.clock.now();
    this.#cancel = context.clock.setTimeout(() => this.#look(), limits.watchInterval);
  }

  #look(): void {
    this.#cancel = null;
    const now = this.#runtime.context.clock.now();
    const passed = now - this.#lookedAt;
    // The clock was set, or this process stood still: what pages said meanwhile may wait to be read.
    const knowsNothing = passed < 0 || passed > this.#runtime.limits.watchInterval * 2;
    for (const connection of this.#connections) {
      if (knowsNothing) [connection.lastSeen, connection.stalled] = [now, null];
      this.#check(connection, now);
    }
    if (this.#connections.size > 0) this.#schedule();
  }

  #check(connection: LiveConnection, now: number): void {
    const { limits } = this.#runtime;
    if (now - connection.lastSeen > limits.heartbeatTimeout) return connection.cut("silent_connection");
    const bytes = connection.transport.bufferedAmount;
    const { stalled } = connection;
    if (bytes <= limits.queuedBytes) connection.stalled = null;
    else if (!stalled || bytes < stalled.bytes) connection.stalled = { since: now, bytes };
    else if (now - stalled.since >= limits.drainTimeout) connection.cut("slow_reader");
  }
}
