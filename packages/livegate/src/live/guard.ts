import { Guard, type GuardKind, type RunGuard } from "./guard-step.ts";
import type { GuardFn, ProvideFn } from "./guard-types.ts";

function construct(kind: GuardKind, lapses = false) {
  return (name: string, ...rest: [run: RunGuard] | [after: Guard, run: RunGuard]): Guard => {
    const [after, run] = rest.length === 1 ? [null, rest[0]] : rest;
    return new Guard(kind, name, { after, run, lapses });
  };
}

/**
 * Loads values for everything behind it and cannot halt, so it never counts as protection.
 *
 * @example
 * const fetchCurrentUser = provide("fetchCurrentUser", async ({ session }) => ({
 *   currentUser: await Accounts.currentUser(session),
 * }));
 */
export const provide: ProvideFn = construct("provide") as ProvideFn;

/**
 * Loads values, and may halt. `guard.identity` says that no anonymous visitor gets through: only such a guard counts
 * when the app checks at start that every entry point is guarded or said to be public.
 *
 * `guard.lapsing` makes an identity guard whose answer is good for a while only, such as "has typed the password in the last
 * ten minutes". It runs wherever a guard runs and, with those before it, once more before each event and each upload of a
 * page that it guards, and before each event that names it: `event(schema, { guards: [requireSudo] })`.
 *
 * @example
 * const requireUser = guard.identity("requireUser", fetchCurrentUser, ({ currentUser }) =>
 *   currentUser ? { currentUser } : halt.redirect(paths.logIn(), { returnTo: true }),
 * );
 */
export const guard: GuardFn & { readonly identity: GuardFn; readonly lapsing: GuardFn } = Object.assign(
  construct("guard") as GuardFn,
  { identity: construct("identity") as GuardFn, lapsing: construct("identity", true) as GuardFn },
);
