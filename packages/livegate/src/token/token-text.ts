/** What a token can carry. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** How old a token may be: `now` in milliseconds since 1970, `maxAge` in seconds. */
export interface TokenAge {
  readonly now: number;
  readonly maxAge: number;
}

/** What became of reading a token. `issuedAt` is in milliseconds since 1970. */
export type TokenResult =
  | { readonly ok: true; readonly value: unknown; readonly issuedAt: number }
  | { readonly ok: false; readonly reason: "invalid" | "expired" };

export const invalidToken: TokenResult = Object.freeze({ ok: false, reason: "invalid" });
const expiredToken: TokenResult = Object.freeze({ ok: false, reason: "expired" });

/** Changes with the layout of the text, so that tokens of another layout are refused instead of misread. */
const VERSION = 1;

/** Milliseconds that nodes' clocks differ in any case. */
const CLOCK_SKEW = 60_000;

/** The text inside a token. */
export const tokenText = (value: Json, now: number): string =>
  `[${VERSION},${Math.floor(now)},${JSON.stringify(value)}]`;

/** Reads the text of a token whose origin is proven. */
export function readTokenText(text: string, { now, maxAge }: TokenAge): TokenResult {
  const parts = parseJson(text);
  if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== VERSION) return invalidToken;
  const [, issuedAt, value] = parts as readonly unknown[];
  const good = maxAge * 1000;
  // A clock that jumps may take no more from a token than the jump: what was made ahead of one that was set back stays good.
  if (typeof issuedAt !== "number" || issuedAt - now > Math.max(good, CLOCK_SKEW)) return invalidToken;
  return now - issuedAt < good ? { ok: true, value, issuedAt } : expiredToken;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
