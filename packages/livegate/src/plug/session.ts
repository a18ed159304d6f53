import { LivegateError } from "../errors/livegate-error.ts";
import { randomToken } from "../token/random-token.ts";
import type { Json } from "../token/token-text.ts";
import { type Flash, mergeFlash, noFlash } from "./flash.ts";

/** What a session holds, as its cookie tells it: shared by all requests that bring this cookie, so never changed. */
export interface SessionContents {
  readonly id: string;
  readonly values: ReadonlyMap<string, Json>;
  readonly flash: Flash;
  /** When the cookie was written, in milliseconds since 1970. */
  readonly issuedAt: number;
}

/** The row behind a session's user token, as it was last read. */
export interface UserSession {
  /** Tells the row from all others, and stays when the token changes: open pages are bound to it. */
  readonly id: string;
  readonly userId: string | number;
  /** When it ends by itself, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** When its token is old enough for a new one, in milliseconds since 1970; null where it gets none. */
  readonly renewAt: number | null;
  /** When it was last used, to five minutes, in milliseconds since 1970. */
  readonly seenAt: number;
  /** Counts what changed about its user's access: open pages rest on one of them. */
  readonly accessEpoch: number;
  /**
   * When its user last showed who they are, in milliseconds since 1970; null where that doesn't count for whoever asks, who came
   * with a former token.
   */
  readonly provenAt: number | null;
}

const USER_TOKEN = "user_token";
const ID_BYTES = 16;
const REISSUE_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * A browser's session: an unguessable id, small values of the app, and messages for the next page.
 *
 * It lives in an encrypted cookie of at most 3 kB, so put ids into it and keep the data in the database. Reading `id`
 * of a new session makes it worth a cookie. `user_token` can be read, but only log-in writes it.
 *
 * @example
 * c.get("session").put("theme", "dark");
 * c.get("session").get("theme"); // "dark"
 */
export class Session {
  #id: string | null;
  #values: Map<string, Json>;
  #flash: Flash;
  #issuedAt: number | null;
  #changed = false;
  readonly #userToken: string | null;
  /** Set by whoever looks up the user; null where nobody has asked or there is none. */
  userSession: UserSession | null = null;
  /** Whether it came with a request that is to change something: a token that is about to go is no good for that. */
  changes = false;
  /**
   * The id of the row that its token has led to before, on a socket that is open since: then the row is found by it, for the token
   * may have been renewed meanwhile, and an open socket gets no new cookie.
   */
  proven: string | null = null;
  /** When the user of this session has shown who they are on a socket that is open since, which gets no new cookie; null for not yet. */
  sudo: { readonly userSessionId: string; readonly at: number } | null = null;

  /** With the contents of a cookie, or new and empty; `userToken` is the value of the second cookie, which log-in alone writes. */
  constructor(contents?: SessionContents, userToken: string | null = null) {
    this.#id = contents?.id ?? null;
    this.#values = new Map(contents?.values);
    this.#flash = contents?.flash ?? noFlash;
    this.#issuedAt = contents?.issuedAt ?? null;
    this.#userToken = userToken;
  }

  /** Tells this browser session from all others, and stays until `renew`. Pages and sockets are bound to it. */
  get id(): string {
    if (this.#id === null) this.renew();
    return this.#id!; // `renew` made one.
  }

  /** Whether no cookie of it has been read or written yet. */
  get isNew(): boolean {
    return this.#issuedAt === null;
  }

  get(key: string): unknown {
    return key === USER_TOKEN ? this.#userToken : this.#values.get(key);
  }

  put(key: string, value: Json): void {
    if (key === USER_TOKEN) throw new LivegateError("LG_SESSION_KEY", `session.put("${key}") is for log-in alone.`);
    this.#values.set(key, value);
    this.#changed = true;
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#changed = true;
  }

  /** Forgets all values and messages. The id stays: see `renew`. */
  clear(): void {
    if (this.#values.size === 0 && isEmpty(this.#flash)) return;
    this.#values.clear();
    this.#flash = noFlash;
    this.#changed = true;
  }

  /** Takes a new id and so a new CSRF secret, as log-in and log-out must: a session fixed by somebody else is left. */
  renew(): void {
    this.#id = randomToken(ID_BYTES);
    this.#changed = true;
  }

  /** Leaves a message for the next page. */
  putFlash(kind: string, message: string): void {
    this.#flash = mergeFlash(this.#flash, { [kind]: message });
    this.#changed = true;
  }

  /** The messages that were left for this page; they are gone afterwards. */
  takeFlash(): Flash {
    const taken = this.#flash;
    if (isEmpty(taken)) return noFlash;
    this.#flash = noFlash;
    this.#changed = true;
    return taken;
  }

  /** Whether a cookie has to be written: after a change, and daily, so that a session in use doesn't expire. */
  isDue(now: number): boolean {
    return this.#changed || (this.#issuedAt !== null && now - this.#issuedAt > REISSUE_AFTER_MS);
  }

  /** What the cookie written at `now` holds. */
  written(now: number): SessionContents {
    const { id } = this; // Taken first: making one is a change.
    this.#changed = false;
    this.#issuedAt = now;
    return { id, values: this.#values, flash: this.#flash, issuedAt: now };
  }

  /** The same session for another look at who it belongs to: nothing is known of its user yet. */
  again(): Session {
    const issuedAt = this.#issuedAt;
    const contents =
      issuedAt === null ? undefined : { id: this.id, values: this.#values, flash: this.#flash, issuedAt };
    const again = new Session(contents, this.#userToken);
    again.proven = this.proven;
    again.sudo = this.sudo;
    return again;
  }
}

const isEmpty = (flash: Flash): boolean => flash === noFlash || Object.keys(flash).length === 0;
