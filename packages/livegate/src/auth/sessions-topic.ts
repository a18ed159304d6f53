import type { Clock } from "../clock/clock.ts";
import { LivegateError } from "../errors/livegate-error.ts";
import type { Logger } from "../plug/logger.ts";
import type { PubSub } from "../pubsub/pubsub.ts";
import type { TopicRef } from "../pubsub/topic.ts";
import type { OpenSessions } from "../runtime/open-sessions.ts";
import type { UserId } from "./auth-tables.ts";

/** What has become of a user's sessions: one has begun, some have ended, or pages of theirs have been opened or closed. */
export interface SessionsChange {
  readonly what: (typeof WHAT)[number];
}

const WHAT = ["begun", "ended", "pages"] as const;

/** Milliseconds for which news of pages are gathered: whoever goes from page to page opens and closes one each time. */
const GATHER_PAGES_FOR = 250;

/** The topic of a user's sessions; `table` tells those of several accounts apart. */
export const sessionsTopic = (table: string, userId: UserId): TopicRef<SessionsChange> => {
  const name = `${table}:${userId}`;
  return { name, parse: (message) => parseChange(name, message) };
};

function parseChange(name: string, message: unknown): SessionsChange {
  const given = typeof message === "object" && message !== null && "what" in message ? message.what : undefined;
  const what = WHAT.find((each) => each === given);
  if (what !== undefined) return { what };
  throw new LivegateError("LG_TOPIC_MESSAGE", `A message for topic "${name}" says nothing about sessions.`);
}

interface TopicOptions {
  readonly clock: Clock;
  readonly sessions: OpenSessions;
  readonly log: Logger;
  /** Null where nobody is told. */
  readonly pubsub: PubSub | null;
  readonly table: string;
}

/** Tells pages that show the sessions of a user what becomes of them. */
export class SessionsTopic {
  readonly #options: TopicOptions;
  /** Whose the sessions with open pages are, as far as anybody has looked them up. */
  readonly #users = new Map<string, UserId>();
  /** Sessions whose pages have changed since that was told last. */
  readonly #pages = new Set<string>();
  #cancel: (() => void) | null = null;

  constructor(options: TopicOptions) {
    this.#options = options;
    options.sessions.onPages = options.pubsub && ((id) => this.#gather(id));
  }

  /** Whether this process is all of the app, as far as it was told of others. */
  get isAlone(): boolean {
    const { pubsub } = this.#options;
    return pubsub === null || pubsub.state === "alone";
  }

  tell(userId: UserId, what: SessionsChange["what"]): void {
    const { pubsub, table, log } = this.#options;
    try {
      pubsub?.broadcast(sessionsTopic(table, userId), { what });
    } catch (error) {
      // What it tells of has happened.
      log.warn({ err: error }, "pages that list sessions not told");
    }
  }

  /** Somebody has looked up whose a session is. */
  knows(id: string, userId: UserId): void {
    if (this.#options.pubsub && this.#options.sessions.count(id) > 0) this.#users.set(id, userId);
  }

  stop(): void {
    this.#options.sessions.onPages = null;
    this.#cancel?.();
  }

  #gather(id: string): void {
    this.#pages.add(id);
    this.#cancel ??= this.#options.clock.setTimeout(() => this.#tellOfPages(), GATHER_PAGES_FOR);
  }

  #tellOfPages(): void {
    this.#cancel = null;
    const users = new Set<UserId>();
    for (const id of this.#pages) {
      const userId = this.#users.get(id);
      if (userId !== undefined) users.add(userId);
      if (this.#options.sessions.count(id) === 0) this.#users.delete(id);
    }
    this.#pages.clear();
    for (const userId of users) this.tell(userId, "pages");
  }
}
