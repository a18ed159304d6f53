import type { ErrorsByField } from "../html/form.ts";

/** What came of something that a visitor asked for. */
export type Outcome<Value> = { readonly ok: true; readonly value: Value } | Refusal;

/** Why something wasn't done, in the words of a form. */
export interface Refusal {
  readonly ok: false;
  /** 401: the session has ended. 410: the link or code is invalid or expired, or the account is gone. 422: something typed doesn't fit. 429: too often. 503: too busy now. */
  readonly status: 401 | 410 | 422 | 429 | 503;
  /** For the log: "password", "taken", "throttled" and so on. */
  readonly reason: string;
  /** Messages by field; "" stands for the whole form. */
  readonly errors: ErrorsByField;
  /** Seconds until it is worth another try; null where time doesn't help. */
  readonly retryAfter: number | null;
}

export const done = <Value>(value: Value): Outcome<Value> => ({ ok: true, value });

/** Something typed doesn't fit. */
export function refused(reason: string, field: string, message: string): Refusal {
  return { ok: false, status: 422, reason, errors: { [field]: [message] }, retryAfter: null };
}

/** A link or a code that is no good: malformed, unknown, used, expired or for something else, all the same. */
export const noLongerGood: Refusal = {
  ok: false,
  status: 410,
  reason: "token",
  errors: { "": ["This link is invalid or has expired."] },
  retryAfter: null,
};

/** Whoever asks was deleted a moment ago, in another tab or by somebody else. */
export const userGone: Refusal = {
  ok: false,
  status: 410,
  reason: "user",
  errors: { "": ["This account has been deleted."] },
  retryAfter: null,
};

export const wrongCode: Refusal = {
  ok: false,
  status: 422,
  reason: "code",
  errors: { code: ["This code is invalid or has expired."] },
  retryAfter: null,
};

/** Hashing has no place left in its queue. */
export const tooBusy: Refusal = {
  ok: false,
  status: 503,
  reason: "busy",
  errors: { "": ["Too many people are logging in right now. Try again in a moment."] },
  retryAfter: 5,
};

/** Too many tries; the next one is worth it after `ms`. */
export function throttled(ms: number, message = "Too many tries. Wait a moment."): Refusal {
  return { ok: false, status: 429, reason: "throttled", errors: { "": [message] }, retryAfter: Math.ceil(ms / 1000) };
}
