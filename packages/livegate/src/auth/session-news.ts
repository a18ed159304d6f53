import { LivegateError } from "../errors/livegate-error.ts";
import type { Logger } from "../plug/logger.ts";
import { isObject } from "../protocol/json-data.ts";
import type { PubSub } from "../pubsub/pubsub.ts";
import type { TopicRef } from "../pubsub/topic.ts";
import { randomToken } from "../token/random-token.ts";
import type { LastAnswer } from "../runtime/farewell.ts";
import type { OpenSessions } from "../runtime/open-sessions.ts";

/** What became of sessions, as one process of an app tells it to the others: ids, and neither tokens nor names. */
export type SessionChange =
  /** They are gone. `next` is the browser session that follows, whose pages say that the browser knows; null where there is none. */
  | { readonly kind: "ended"; readonly ids: readonly string[]; readonly next: string | null }
  /** What their pages' guards look at has changed. */
  | { readonly kind: "changed"; readonly ids: readonly string[] }
  /** So many have ended that each process looks up its own. */
  | { readonly kind: "look" };

interface SentNews {
  /** The process that tells it, and does itself what it tells others to. */
  readonly from: string;
  readonly change: SessionChange;
}

const NAME = "livegate:sessions";

/** Where processes tell each other. */
export const sessionNewsTopic: TopicRef<SentNews> = {
  name: NAME,
  parse(message) {
    const sent = sentNews(message);
    if (sent) return sent;
    throw new LivegateError("LG_TOPIC_MESSAGE", `A message for topic "${NAME}" is no news of sessions.`);
  },
};

/** Ids in one message, so that none is large. */
export const IDS_AT_ONCE = 100;

/** Ids beyond which it is less work for each process to look than to be told. */
export const IDS_AT_MOST = 2_000;

interface NewsParts {
  readonly sessions: OpenSessions;
  readonly log: Logger;
  /** Null where an app is one process. */
  readonly pubsub: PubSub | null;
}

/**
 * Ends and changes the open pages of sessions whose rows have been written: here at once, and on other processes as soon as the
 * news reaches them. One that is lost costs time and nothing else, for what is open is looked up every eight seconds in any case.
 */
export class SessionNews {
  readonly #parts: NewsParts;
  readonly #from = randomToken(12);

  constructor(parts: NewsParts) {
    this.#parts = parts;
  }

  /** Sessions have ended, and that is committed: when this returns, nothing of their pages starts any more on this process. */
  ended(ids: readonly string[], answer: LastAnswer | null = null): void {
    for (const id of ids) this.#parts.sessions.end(id, answer);
    if (ids.length > IDS_AT_MOST) this.#tell({ kind: "look" });
    else for (const some of parted(ids)) this.#tell({ kind: "ended", ids: some, next: answer?.next ?? null });
  }

  /** What guards look at has changed for the user of these sessions, and that is committed. */
  changed(ids: readonly string[]): void {
    for (const id of ids) this.#parts.sessions.changed(id);
    if (ids.length > IDS_AT_MOST) this.#tell({ kind: "look" });
    else for (const some of parted(ids)) this.#tell({ kind: "changed", ids: some });
  }

  /** Does what other processes tell; `look` looks up all open sessions, also when news may have been missed. Gives what ends that. */
  listen(look: () => void): () => void {
    const { pubsub, log } = this.#parts;
    if (!pubsub) return () => {};
    const stopResync = pubsub.onResync(look);
    const stop = pubsub.subscribe(sessionNewsTopic, (message) => {
      const sent = sentNews(message);
      if (!sent) return log.warn({ topic: NAME }, "news of sessions not understood");
      if (sent.from !== this.#from) this.#hear(sent.change, look);
    });
    return () => {
      stop();
      stopResync();
    };
  }

  /** Whether other processes can tell this one that a session has ended. */
  get arrive(): boolean {
    return this.#parts.pubsub?.state === "connected";
  }

  #hear(change: SessionChange, look: () => void): void {
    const { sessions } = this.#parts;
    if (change.kind === "look") return look();
    for (const id of change.ids) {
      if (change.kind === "changed") sessions.changed(id);
      else sessions.end(id, change.next === null ? null : elsewhere(change.next));
    }
  }

  #tell(change: SessionChange): void {
    const { pubsub, log } = this.#parts;
    try {
      pubsub?.broadcast(sessionNewsTopic, { from: this.#from, change });
    } catch (error) {
      log.warn({ err: error }, "news of sessions not told");
    }
  }
}

/** An answer that another process gives: nobody says here when it has been written. */
const elsewhere = (next: string): LastAnswer => ({
  next,
  written: new Promise(() => {}),
  arrived: new Promise(() => {}),
});

function* parted(ids: readonly string[]): Iterable<readonly string[]> {
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) yield ids.slice(from, from + IDS_AT_ONCE);
}

/** What came from another process, which may be of another version; null where it is anything else. */
function sentNews(message: unknown): SentNews | null {
  if (!isObject(message) || typeof message["from"] !== "string" || !isObject(message["change"])) return null;
  const { kind, ids, next = null } = message["change"];
  const { from } = message;
  if (kind === "look") return { from, change: { kind } };
  if (!isIds(ids)) return null;
  if (kind === "changed") return { from, change: { kind, ids } };
  const isNext = next === null || typeof next === "string";
  return kind === "ended" && isNext ? { from, change: { kind, ids, next } } : null;
}

const isIds = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((id) => typeof id === "string");
