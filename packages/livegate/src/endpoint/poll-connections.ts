import type { Session } from "../plug/session.ts";
import type { ConnectionWatch } from "../runtime/connection-watch.ts";
import type { ConnectInfo } from "../runtime/join-target.ts";
import { LiveConnection } from "../runtime/live-connection.ts";
import type { LiveRuntime } from "../runtime/live-runtime.ts";
import { type Poll, type PollAnswer, PollTransport } from "../runtime/poll-transport.ts";
import { randomToken } from "../token/random-token.ts";
import type { PollNodes, PollPlace } from "./poll-nodes.ts";

/** One connection over HTTP, as the requests that belong to it see it. */
export interface PollConnection {
  /** Whether a request with this session may use it: that of the browser which has opened it, or none as there was none. */
  isOf(session: Session): boolean;
  /** Answers now, or when frames are there or the window is over. */
  poll(asked: Poll): PollAnswer | Promise<PollAnswer>;
  receive(frames: readonly (string | Uint8Array)[]): void;
  end(): void;
  /** Runs `task` after those of earlier requests: bodies may come in at different speeds. */
  inTurn<T>(task: () => Promise<T>): Promise<T>;
}

const ID_BYTES = 16;

/** Seconds: a token is good as long as its connection, which no page keeps for longer. */
const TOKEN_MAX_AGE = 14 * 24 * 60 * 60;

/** The connections over HTTP that are open on this process, by the tokens that clients bring. */
export class PollConnections {
  readonly #runtime: LiveRuntime;
  readonly #watch: ConnectionWatch;
  readonly #open = new Map<string, PollConnection>();
  /** Tells this process from others, in tokens. */
  readonly #node = randomToken(ID_BYTES);

  readonly #nodes: PollNodes;

  constructor(runtime: LiveRuntime, watch: ConnectionWatch, nodes: PollNodes) {
    this.#runtime = runtime;
    this.#watch = watch;
    this.#nodes = nodes;
  }

  /** Opens a connection and gives its token; null where there are too many. */
  open(info: ConnectInfo): string | null {
    const { context, limits, counters } = this.#runtime;
    if (this.#open.size >= limits.pollConnections) return null;
    const id = randomToken(ID_BYTES);
    this.#open.set(
      id,
      this.#connection(info, () => void this.#open.delete(id)),
    );
    counters.increment("poll_opened");
    const { address, worker } = this.#nodes;
    return context.keyring.sign("poll", [this.#node, id, address, worker], context.clock.now());
  }

  /** The connection of a token, or where it is if another process keeps it; null where it is none, or over. */
  find(token: string | null): PollConnection | PollPlace | null {
    const { keyring, clock } = this.#runtime.context;
    const read = keyring.verify("poll", token, { now: clock.now(), maxAge: TOKEN_MAX_AGE });
    if (!read.ok) return null;
    // Only `open` signs for this purpose.
    const [node, id, address, worker] = read.value as [string, string, string | null, number | null];
    return node === this.#node ? (this.#open.get(id) ?? null) : { node, address, worker };
  }

  #connection(info: ConnectInfo, emptied: () => void): PollConnection {
    const { context, limits, counters } = this.#runtime;
    const { clock } = context;
    const owner = {
      emptied,
      closed: () => connection.closed(),
      abandoned: () => counters.increment("poll_abandoned"),
    };
    const transport = new PollTransport({ clock, limits, owner });
    const connection = new LiveConnection(this.#runtime, info, transport, (closed) => this.#watch.remove(closed));
    this.#watch.add(connection);
    const opener = sessionKey(info.session);
    let turn: Promise<unknown> = Promise.resolve();
    return {
      isOf: (session) => sessionKey(session) === opener,
      poll(asked) {
        // A poll is the sign of life that a heartbeat is elsewhere.
        connection.lastSeen = clock.now();
        return transport.poll(asked);
      },
      receive(frames) {
        try {
          for (const frame of frames) {
            if (typeof frame === "string") connection.receive(frame);
            else connection.receiveBinary(frame);
          }
        } catch (error) {
          context.log.error({ err: error }, "connection failed");
          transport.close();
        }
      },
      end: () => transport.close(),
      inTurn(task) {
        const done = turn.then(task);
        turn = done.catch(() => {});
        return done;
      },
    };
  }
}

/** Which browser's requests belong together. A visitor who keeps no cookie has no more than the token. */
const sessionKey = (session: Session): string | null => (session.isNew ? null : session.id);
