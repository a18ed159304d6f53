/** What becomes of something from outside: data, or the reason why it is none. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: ParseFailure };

/** Why something from outside was not taken. Safe to log and to send back: never holds what was sent. */
export type ParseFailure = "malformed" | "too large" | "nested too deep" | "too many keys" | "unsupported version";

export const parsed = <T>(value: T): Parsed<T> => ({ ok: true, value });

export const refused = (reason: ParseFailure): { readonly ok: false; readonly reason: ParseFailure } => ({
  ok: false,
  reason,
});
