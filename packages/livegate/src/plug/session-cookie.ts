import { LivegateError } from "../errors/livegate-error.ts";
import type { Keyring } from "../token/keyring.ts";
import type { Json } from "../token/token-text.ts";
import { cookieValue } from "./cookies.ts";
import type { EndpointContext } from "./endpoint-context.ts";
import { deepFreeze } from "./deep-freeze.ts";
import { flashOf } from "./flash.ts";
import { RecentCookies } from "./recent-cookies.ts";
import { Session, type SessionContents } from "./session.ts";
import { readUserToken } from "./user-token-cookie.ts";

/** Seconds that a session lasts unused. One in use is issued again daily. */
const MAX_AGE = 14 * 24 * 60 * 60;

/** Characters of the cookie's value: browsers keep 4,096 bytes of name, value and attributes. */
const MAX_LENGTH = 3_072;

/** Cookies whose contents are kept at hand, twice as many at most: a few MB at the worst. */
const RECENT = 500;

/** Changes with the layout below: a cookie of another layout is a new session. */
const LAYOUT = 1;

/**
 * The session of a `Cookie` header. A cookie that is missing, forged, expired or of another layout gives a new, empty one.
 *
 * Under https only the `__Host-` name is read, which nobody but this very host can have set.
 */
export function readSession(cookieHeader: string | null | undefined, context: EndpointContext): Session {
  return new Session(readContents(cookieHeader, context), readUserToken(cookieHeader, context));
}

function readContents(cookieHeader: string | null | undefined, context: EndpointContext): SessionContents | undefined {
  const cookie = cookieValue(cookieHeader, cookieName(context));
  if (cookie === null) return undefined;
  const now = context.clock.now();
  const known = recentCookies(context.keyring).get(cookie);
  if (known && now - known.issuedAt < MAX_AGE * 1000) return known;
  const read = context.keyring.open("session", cookie, { now, maxAge: MAX_AGE });
  const contents = read.ok ? parseContents(read.value, read.issuedAt) : null;
  if (contents) {
    recentCookies(context.keyring).set(cookie, contents);
    return contents;
  }
  context.log.debug({ reason: read.ok ? "other layout" : read.reason }, "session cookie refused");
  return undefined;
}

// A browser brings the same cookie again and again, and decrypting it costs more than all else that is done with it.
const recent = new WeakMap<Keyring, RecentCookies<SessionContents>>();

const noValues: ReadonlyMap<string, Json> = new Map();

function recentCookies(keyring: Keyring): RecentCookies<SessionContents> {
  const known = recent.get(keyring) ?? new RecentCookies(RECENT);
  recent.set(keyring, known);
  return known;
}

/**
 * The `Set-Cookie` header that keeps the session; null where nothing has to be written. Asked again, it is null until
 * the next change. Throws `LG_SESSION_SIZE` with the names of what is in it when the value exceeds 3 kB.
 */
export function sessionCookie(session: Session, context: EndpointContext): string | null {
  const now = context.clock.now();
  if (!session.isDue(now)) return null;
  const contents = session.written(now);
  const value = context.keyring.seal("session", [LAYOUT, contents.id, [...contents.values], contents.flash], now);
  if (value.length > MAX_LENGTH) throw tooLarge(value.length, contents);
  // A new visitor's cookie comes back at once, with the socket of the very page that it is written for.
  if (contents.values.size === 0) recentCookies(context.keyring).set(value, { ...contents, values: noValues });
  const secure = context.secure ? "; Secure" : "";
  return `${cookieName(context)}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

const cookieName = ({ secure }: EndpointContext): string => (secure ? "__Host-session" : "session");

function parseContents(value: unknown, issuedAt: number): SessionContents | null {
  if (!Array.isArray(value) || value.length !== 4 || value[0] !== LAYOUT) return null;
  const [, id, entries, flash] = value as readonly unknown[];
  if (typeof id !== "string" || !Array.isArray(entries)) return null;
  // Only `sessionCookie` seals under this purpose and layout: the entries are what it took from a session.
  const values = new Map(deepFreeze(entries) as readonly (readonly [string, Json])[]);
  return { id, values, flash: Object.freeze(flashOf(flash)), issuedAt };
}

function tooLarge(length: number, { values, flash }: SessionContents): LivegateError {
  const sizes = [...values, ["flash", flash] as const].map(([key, value]) => ({
    key,
    size: JSON.stringify(value).length,
  }));
  const list = sizes.toSorted((a, b) => b.size - a.size).map(({ key, size }) => `${key} (${size})`);
  const what = `The session's cookie has ${length} characters; ${MAX_LENGTH} are the limit. In it: ${list.join(", ")}.`;
  return new LivegateError("LG_SESSION_SIZE", what);
}
