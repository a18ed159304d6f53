import type { Clock } from "../clock/clock.ts";
import type { Path } from "../paths/path.ts";
import type { UserSession } from "../plug/session.ts";

/** One socket of a page that is open in somebody's browser. */
export interface OpenPage {
  /** Ends all views at once: from now on nothing of them starts and nothing is sent. Gives what tells the page so. */
  sever(): () => void;
  /** Makes all views run their guards again before anything else. */
  recheck(): void;
  /** Asks the page for a request on which its session gets a new token: a socket can't set cookies. */
  renew(): void;
}

/** What time brings a session. */
type Deadlines = Pick<UserSession, "expiresAt" | "renewAt">;

interface OpenSession {
  readonly pages: Set<OpenPage>;
  /** Counts what changed about the session while it has pages. */
  epoch: number;
  /** Null where it doesn't end by itself, or nobody has said so yet. */
  deadlines: Deadlines | null;
}

/** Milliseconds that a severed page stays without word while the response that carries the new cookie is written. */
const FAREWELL_WITHIN = 1_000;

/** Milliseconds from the first sight of a log-in to the end of the pages that its browser had open before. */
const REPLACED_WITHIN = 2_000;

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
  /** Sessions of visitors whose pages end when a new log-in is first seen, by the id of that log-in. */
  readonly #former = new Map<string, string>();
  /** Where a page has its session renewed; null where sessions aren't. */
  renewal: Path | null = null;
  #cancelLook: (() => void) | null = null;
  #lookAt = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Enters a page; gives its way out. */
  enter(id: string, page: OpenPage): () => void {
    const session = this.#open.get(id) ?? { pages: new Set(), epoch: 0, deadlines: null };
    this.#open.set(id, session);
    session.pages.add(page);
    return () => {
      session.pages.delete(page);
      if (session.pages.size === 0 && this.#open.get(id) === session) this.#open.delete(id);
    };
  }

  /** How many pages of a session are open here. */
  count(id: string): number {
    return this.#open.get(id)?.pages.size ?? 0;
  }

  /** Changes whenever something about the session does; to be compared before an answer that rests on what was read. */
  epoch(id: string): number {
    return this.#open.get(id)?.epoch ?? -1;
  }

  /**
   * Ends a session's pages: when this returns, no handler of theirs starts any more and no diff leaves.
   *
   * What tells the pages waits until `written` has settled, for a second at most: a page that came back before it has the
   * response with the new cookie would come with the old one.
   */
  end(id: string, written: Promise<unknown> | null = null): void {
    const session = this.#open.get(id);
    if (!session) return;
    this.#open.delete(id);
    const farewells = [...session.pages].map((page) => page.sever());
    if (written === null) return tell(farewells);
    let told = false;
    const once = (): void => {
      if (!told) tell(farewells);
      told = true;
      cancel();
    };
    const cancel = this.#clock.setTimeout(once, FAREWELL_WITHIN);
    void written.then(once, once);
  }

  /** Makes a session's pages run their guards again, for what these rest on has changed. */
  changed(id: string): void {
    const session = this.#open.get(id);
    if (!session) return;
    session.epoch += 1;
    for (const page of session.pages) page.recheck();
  }

  /** Says when a session ends by itself, and its pages with it; and when its token is to be renewed. */
  keep(id: string, { expiresAt, renewAt }: Deadlines): void {
    const session = this.#open.get(id);
    if (!session) return;
    session.deadlines = { expiresAt, renewAt };
    this.#lookIn(Math.min(expiresAt, renewAt ?? expiresAt) - this.#clock.now());
  }

  /** Ends the pages of session `former` soon after the log-in `id` is first seen: the browser has its cookie then. */
  replace(former: string, id: string): void {
    if (this.count(former) > 0) this.#former.set(id, former);
  }

  /**
   * A request or a socket came with the token of this log-in. The tab that has logged in is on its way by then, and still shows its
   * former page until the new one has come: told at once, it would turn back.
   */
  seen(id: string): void {
    const former = this.#former.get(id);
    if (former === undefined) return;
    this.#former.delete(id);
    this.#clock.setTimeout(() => this.end(former), REPLACED_WITHIN);
  }

  #lookIn(ms: number): void {
    const wait = Math.min(Math.max(ms, 0), LOOK_AT_LEAST_EVERY);
    const at = this.#clock.now() + wait;
    if (at >= this.#lookAt) return;
    this.#cancelLook?.();
    this.#lookAt = at;
    this.#cancelLook = this.#clock.setTimeout(() => this.#look(), wait);
  }

  #look(): void {
    this.#lookAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const [id, session] of this.#open) {
      const { deadlines } = session;
      if (!deadlines) continue;
      const { expiresAt, renewAt } = deadlines;
      if (expiresAt <= now) {
        this.end(id);
        continue;
      }
      const isDue = renewAt !== null && renewAt <= now;
      if (isDue) {
        // Asked once: a page that doesn't answer ends with its session.
        session.deadlines = { expiresAt, renewAt: null };
        for (const page of session.pages) page.renew();
      }
      next = Math.min(next, isDue || renewAt === null ? expiresAt : renewAt);
    }
    if (next < Number.POSITIVE_INFINITY) this.#lookIn(next - now);
  }
}

function tell(farewells: readonly (() => void)[]): void {
  for (const farewell of farewells) farewell();
}

/** The name under which pages of a visitor are entered: those of a browser session without a log-in. */
export const visitorSession = (sessionId: string): string => `visitor ${sessionId}`;
