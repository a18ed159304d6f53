import type { AuthContext } from "./auth-context.ts";
import type { SessionKeeper } from "../runtime/open-sessions.ts";
import { noteActivity } from "./session-activity.ts";
import { endOf } from "./user-sessions.ts";

/** Milliseconds from the end of one look to the beginning of the next: with the look itself, less than ten seconds. */
export const LOOK_EVERY = 8_000;

/** Sessions that one query asks for. */
const CHUNK = 500;

/**
 * Looks up what has become of the sessions whose pages are open here, which another process, the command or a statement by hand may
 * have ended or changed. While the database is out of reach the pages stay: the next look that it answers decides. With `failClosed`
 * they end after that time if other nodes can't tell either.
 */
export class SessionWatch implements SessionKeeper {
  readonly #auth: AuthContext;
  readonly activity: number;
  #cancel: (() => void) | null = null;
  #isLooking = false;
  /** Asked for another look while one was under way, which may have read before what it is about. */
  #again: (() => void)[] = [];
  #isOver = false;
  /** Whether the last look failed: an outage is one line in the log. */
  #failed = false;
  #cancelBound: (() => void) | null = null;

  constructor(auth: AuthContext) {
    this.#auth = auth;
    this.activity = auth.settings.lifetimes.activity;
    auth.sessions.keeper = this;
  }

  used(id: string): void {
    noteActivity(this.#auth, id);
  }

  /** Goes on looking as long as pages are open. */
  opened(): void {
    if (this.#cancelBound === null) this.#known();
    if (this.#cancel !== null || this.#isLooking || this.#isOver) return;
    this.#cancel = this.#auth.clock.setTimeout(() => {
      this.#cancel = null;
      void this.look();
    }, LOOK_EVERY);
  }

  /** Looks now, or after the look that is under way; settles when all has been looked up, or can't be. */
  async look(): Promise<void> {
    if (this.#isOver) return;
    if (this.#isLooking) return new Promise((resolve) => void this.#again.push(resolve));
    this.#isLooking = true;
    try {
      const ids = this.#auth.sessions.userSessions;
      for (let from = 0; from < ids.length; from += CHUNK) await this.#lookUp(ids.slice(from, from + CHUNK));
      this.#failed = false;
      this.#known();
    } catch (error) {
      if (!this.#failed && !this.#isOver) this.#auth.log.warn({ err: error }, "open sessions not looked up");
      this.#failed = true;
    }
    this.#isLooking = false;
    const waiting = this.#again.splice(0);
    if (waiting.length > 0) {
      await this.look();
      for (const resolve of waiting) resolve();
    }
    if (this.#auth.sessions.userSessions.length > 0) this.opened();
  }

  end(): void {
    this.#isOver = true;
    this.#cancel?.();
    this.#cancelBound?.();
    this.#auth.sessions.keeper = null;
  }

  /** It is known now which sessions hold: from here counts the time for which that may not be known. */
  #known(): void {
    const { settings, clock, sessions } = this.#auth;
    this.#cancelBound?.();
    this.#cancelBound = null;
    if (settings.failClosed === null || this.#isOver || sessions.userSessions.length === 0) return;
    this.#cancelBound = clock.setTimeout(() => this.#failClosed(), settings.failClosed);
  }

  #failClosed(): void {
    const { sessions, news, log } = this.#auth;
    this.#cancelBound = null;
    // Whoever ends a session can still say so.
    if (news.arrive) return this.#known();
    const ids = sessions.userSessions;
    if (ids.length > 0)
      log.error({ sessions: ids.length }, "pages ended: nobody can say whether their sessions still hold");
    for (const id of ids) sessions.end(id);
  }

  async #lookUp(ids: readonly string[]): Promise<void> {
    const { db, sessions } = this.#auth;
    const rows = await db
      .selectFrom("sessions")
      .innerJoin("users", "users.id", "sessions.user_id")
      .select(["sessions.id", "sessions.expires_at", "sessions.seen_at", "users.access_epoch", "users.disabled_at"])
      .where("sessions.id", "in", ids)
      .execute();
    const good = new Map(rows.filter(({ disabled_at }) => disabled_at === null).map((row) => [row.id, row]));
    for (const id of ids) {
      const row = good.get(id);
      // One that has expired ends by its deadline, which is set anew: others may have used it.
      if (row) sessions.keep(id, { expiresAt: endOf(this.#auth, row), accessEpoch: row.access_epoch });
      else sessions.end(id);
    }
  }
}
