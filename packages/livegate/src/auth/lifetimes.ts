const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long things are good for, in milliseconds. An app changes what it wants to. */
export const defaultLifetimes = {
  /** A remembered session, from the last time that it got a new token. */
  session: 14 * DAY,
  /** A remembered session, whatever is done with it. */
  sessionAtMost: 60 * DAY,
  /** After so long a session in use gets a new token. */
  renewal: 7 * DAY,
  /** A session that ends with the browser. */
  unremembered: 24 * HOUR,
  /** A session that nobody uses: clicks, forms and pages that are opened count, what goes on by itself doesn't. */
  idle: 14 * DAY,
  /** A token after the next one has come: other tabs may still be sending it. */
  grace: 60 * SECOND,
  /** A token after a change of password, or after its user has shown who they are. */
  strictGrace: 10 * SECOND,
  /** What shows who somebody is, for what asks for it anew ("sudo"): log-in counts as well. */
  sudo: 10 * MINUTE,
  /** Links that log in, and codes. */
  logInLink: 10 * MINUTE,
  resetLink: HOUR,
  confirmLink: 7 * DAY,
  changeEmailLink: 7 * DAY,
  /** "It wasn't me", after a change of address. */
  undoLink: 72 * HOUR,
  /** How exactly it is known when a session was last used. */
  activity: 5 * MINUTE,
  /** A device counts as known. */
  device: 365 * DAY,
  /** A mail that can't be delivered is tried again. */
  mail: DAY,
} as const satisfies Record<string, number>;

/** Lifetimes by name, in milliseconds: the shape of `defaultLifetimes`. */
export type Lifetimes = { readonly [K in keyof typeof defaultLifetimes]: number };
