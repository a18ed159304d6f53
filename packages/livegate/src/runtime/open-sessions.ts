import type { Clock } from "../clock/clock.ts";
import type { Path } from "../paths/path.ts";
import type { UserSession } from "../plug/session.ts";
import { Deadlines } from "./deadlines.ts";
import { Farewell, type LastAnswer } from "./farewell.ts";

/** One socket of a page that is open in somebody's browser. */
export interface OpenPage {
  /** Ends all views at once: from now on nothing of them starts and nothing is sent. Gives what tells the page so. */
  sever(): () => void;
  /** Makes all views run their guards again before anything else. */
  recheck(): void;
  /** Asks the page for a request on which its session gets a new token: a socket can't set cookies. */
  renew(): void;
}

/** What time brings a session. Without `renewAt` that stays as it was. */
type Deadlined = Pick<UserSession, "expiresAt"> & Partial<Pick<UserSession, "renewAt">>;

/** What was read of a session's row, and its pages rest on. */
export type KeptSession = Deadlined & Pick<UserSession, "accessEpoch"> & Partial<Pick<UserSession, "seenAt">>;

/** Who keeps the rows of sessions, as far as open pages concern them. */
export interface SessionKeeper {
  /** A page of a user's session has been opened. */
  opened(): void;
  /** A user has done something on a page; said once in `activity` milliseconds. */
  used(id: string): void;
  readonly activity: number;
}

interface OpenSession {
  readonly pages: Set<OpenPage>;
  /** Counts what changed about the session while it has pages. */
  epoch: number;
  /** Null where it doesn't end by itself, or nobody has said so yet. */
  expiresAt: number | null;
  /** Null where its token is not to be renewed, or its pages have been asked to. */
  renewAt: number | null;
  /** Of the user, as the guards of its pages have read it; null where that is to be seen. */
  accessEpoch: number | null;
  /** When that it is used was said last, in milliseconds since 1970. */
  usedAt: number;
}

/** Milliseconds between two looks at what has expired, at most: a timer can't be set for more than 24 days. */
const LOOK_AT_LEAST_EVERY = 60_000;

/**
 * The pages that are open on this process, by session: whoever ends a session ends them here.
 *
 * A page is entered *before* the session's row is read. Whoever ends the session writes first and comes here afterwards, so
 * either the page is found here, or it reads what was written.
 */
export class OpenSessions {
  readonly #clock: Clock;
  readonly #open = new Map<string, OpenSession>();
  readonly #deadlines = new Deadlines();
  /** Pages that wait to be told of their end, by the browser session that follows theirs. */
  readonly #farewells = new Map<string, Farewell>();
  /** Called when pages of a session have been opened or closed. */
  onPages: ((id: string) => void) | null = null;
  #cancelLook: (() => void) | null = null;
  #lookAt = Number.POSITIVE_INFINITY;
  keeper: SessionKeeper | null = null;
  /** Where a page has its session renewed; null where sessions aren't. */
  renewal: Path | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Enters a page; gives its way out. */
  enter(id: string, page: OpenPage): () => void {
    const session = this.#open.get(id) ?? this.#opened(id);
    session.pages.add(page);
    this.onPages?.(id);
    return () => {
      session.pages.delete(page);
      if (session.pages.size === 0 && this.#open.get(id) === session) this.#forget(id);
      this.onPages?.(id);
    };
  }

  /** How many pages of a session are open here. */
  count(id: string): number {
    return this.#open.get(id)?.pages.size ?? 0;
  }

  /** The ids of all users' sessions that have pages here. */
  get userSessions(): readonly string[] {
    return [...this.#open.keys()].filter((id) => !isVisitors(id));
  }

  /** Changes whenever something about the session does; to be compared before an answer that rests on what was read. */
  epoch(id: string): number {
    return this.#open.get(id)?.epoch ?? -1;
  }

  /**
   * Ends a session's pages: when this returns, no handler of theirs starts any more and no diff leaves.
   *
   * Where an answer tells the browser so, the pages are told when it has arrived, and within two seconds in any case.
   */
  end(id: string, answer: LastAnswer | null = null): void {
    const session = this.#open.get(id);
    if (!session) return;
    this.#forget(id);
    this.onPages?.(id);
    const farewells = [...session.pages].map((page) => page.sever());
    if (answer === null) {
      for (const farewell of farewells) farewell();
      return;
    }
    const { written, arrived, next } = answer;
    const farewell = this.#farewells.get(next) ?? new Farewell(this.#clock, () => void this.#farewells.delete(next));
    this.#farewells.set(next, farewell);
    farewell.add(farewells);
    const isWritten = (): void => farewell.written();
    void written.then(isWritten, isWritten);
    void arrived.then(() => farewell.arrived());
  }

  /** A page has been answered to this browser session. */
  answered(sessionId: string): void {
    this.#farewells.get(sessionId)?.followed();
  }

  /** Makes a session's pages run their guards again, for what these rest on has changed. */
  changed(id: string): void {
    const session = this.#open.get(id);
    if (!session) return;
    session.epoch += 1;
    session.accessEpoch = null;
    for (const page of session.pages) page.recheck();
  }

  /**
   * Says what was read of a session's row: what time brings it, and by its user's access epoch, whether its pages rest on what is
   * no longer so.
   */
  keep(id: string, read: KeptSession): void {
    const session = this.#open.get(id);
    if (!session) return;
    this.postpone(id, read);
    // What the row says already needn't be said with the first event.
    session.usedAt = Math.max(session.usedAt, read.seenAt ?? 0);
    const known = session.accessEpoch;
    if (known !== null && known !== read.accessEpoch) this.changed(id);
    else session.accessEpoch = read.accessEpoch;
  }

  /** Says when a session ends by itself, and its pages with it; and when its token is to be renewed. */
  postpone(id: string, { expiresAt, renewAt }: Deadlined): void {
    const session = this.#open.get(id);
    if (!session) return;
    session.expiresAt = expiresAt;
    if (renewAt !== undefined) session.renewAt = renewAt;
    this.#await(id, session);
  }

  /** A user has done something on a page of this session: neither a heartbeat nor a poll nor what the server sends is that. */
  used(id: string): void {
    const session = this.#open.get(id);
    const now = this.#clock.now();
    if (!session || !this.keeper || now < session.usedAt + this.keeper.activity) return;
    session.usedAt = now;
    this.keeper.used(id);
  }

  #opened(id: string): OpenSession {
    const pages = new Set<OpenPage>();
    const session = { pages, epoch: 0, expiresAt: null, renewAt: null, accessEpoch: null, usedAt: 0 };
    this.#open.set(id, session);
    if (!isVisitors(id)) this.keeper?.opened();
    return session;
  }

  #forget(id: string): void {
    this.#open.delete(id);
    this.#deadlines.delete(id);
  }

  #await(id: string, { expiresAt, renewAt }: OpenSession): void {
    if (expiresAt === null) return;
    this.#deadlines.set(id, Math.min(expiresAt, renewAt ?? expiresAt));
    this.#lookInTime();
  }

  #lookInTime(): void {
    const now = this.#clock.now();
    const at = Math.min(Math.max(this.#deadlines.next, now), now + LOOK_AT_LEAST_EVERY);
    if (this.#deadlines.size === 0 || at >= this.#lookAt) return;
    this.#cancelLook?.();
    this.#lookAt = at;
    this.#cancelLook = this.#clock.setTimeout(() => this.#look(), at - now);
  }

  #look(): void {
    this.#lookAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    for (let id = this.#deadlines.take(now); id !== null; id = this.#deadlines.take(now)) this.#fallDue(id, now);
    this.#lookInTime();
  }

  #fallDue(id: string, now: number): void {
    const session = this.#open.get(id)!; // Who leaves takes their deadline along.
    if ((session.expiresAt ?? 0) <= now) return this.end(id);
    // Asked once: a page that doesn't answer ends with its session.
    session.renewAt = null;
    this.#await(id, session);
    for (const page of session.pages) page.renew();
  }
}

const VISITOR = "visitor ";

/** The name under which pages of a visitor are entered: those of a browser session without a log-in. */
export const visitorSession = (sessionId: string): string => `${VISITOR}${sessionId}`;

/** No row's id has a space. */
const isVisitors = (id: string): boolean => id.startsWith(VISITOR);
