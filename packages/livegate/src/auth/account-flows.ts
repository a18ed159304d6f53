import { deleteAccount } from "./account-deletion.ts";
import type { AuthContext, UserRow } from "./auth-context.ts";
import type { UserId } from "./auth-tables.ts";
import { changeEmail, requestEmailChange, undoEmailChange } from "./email-change.ts";
import { type LinkPreview, previewLink, resetPassword, useLink } from "./mail-links.ts";
import { requestCode, requestLink } from "./mail-requests.ts";
import type { MailPurpose } from "./mail-tokens.ts";
import { type Outcome, done, userGone } from "./outcome.ts";
import { changePassword } from "./password-change.ts";
import { logInWithPassword } from "./password-log-in.ts";
import { type UserExtras, register } from "./registration.ts";
import { type SudoProof, proveSudo } from "./sudo.ts";
import type { Visitor } from "./visitor.ts";

/** What acting on a link came to. `voided`: password, sessions and pending changes were not proven to be the owner's, and are gone. */
export interface LinkOutcome<User> {
  readonly user: User;
  readonly voided: boolean;
}

interface HasId {
  readonly id: UserId;
}

/** What people do with their accounts. Every function takes input as it came, and answers with a value: it throws for no input. */
export interface AccountFlows<User> {
  /** In "verified" the user is null: a mail tells the rest. `extras` are columns that the app decides, never the form. */
  register(input: unknown, visitor: Visitor, extras?: UserExtras): Promise<Outcome<{ readonly user: User | null }>>;
  /** Takes `email` and `password`; for the app to start a session by `logInUser`. */
  logInWithPassword(input: unknown, visitor: Visitor): Promise<Outcome<{ readonly user: User }>>;
  /** Mails a link that logs in to `email`. As the two below it answers the same for an address that nobody has. */
  requestLogInLink(input: unknown, visitor: Visitor): Promise<Outcome<null>>;
  requestConfirmation(input: unknown, visitor: Visitor): Promise<Outcome<null>>;
  requestPasswordReset(input: unknown, visitor: Visitor): Promise<Outcome<null>>;
  /** What a link is about, without using it up. */
  peek(purpose: MailPurpose, token: unknown): Promise<Outcome<LinkPreview>>;
  /** Uses a link up; for the app to start a session by `logInUser`. */
  logInWithLink(token: unknown, input: unknown, visitor: Visitor): Promise<Outcome<LinkOutcome<User>>>;
  /** Uses a link up that proves an address; logs nobody in. */
  confirm(token: unknown, input: unknown, visitor: Visitor): Promise<Outcome<LinkOutcome<User>>>;
  /** Takes the new `password`, ends all sessions, and logs nobody in. */
  resetPassword(token: unknown, input: unknown, visitor: Visitor): Promise<Outcome<LinkOutcome<User>>>;
  /** Mails a code to a user without a password, for `reauthenticate`. */
  requestCode(user: HasId, visitor: Visitor): Promise<Outcome<null>>;
  /** Takes the current password, or the mailed code of an account without one, as proof for `grantSudo`. */
  reauthenticate(user: HasId, input: unknown, visitor: Visitor): Promise<Outcome<SudoProof>>;
  /** Mails a link to the new `email`; nothing changes until it is used. */
  requestEmailChange(user: HasId, input: unknown, visitor: Visitor): Promise<Outcome<null>>;
  /** By the link that the new address got; the former one is told, with a link that takes it back. */
  changeEmail(token: unknown, visitor: Visitor): Promise<Outcome<{ readonly user: User }>>;
  /** By the link that the former address got: it is back, all sessions end, and the password is gone. */
  undoEmailChange(token: unknown, visitor: Visitor): Promise<Outcome<{ readonly user: User }>>;
  /** Ends all sessions but that of `visitor`, which the app gives a new token by `renewUserSession`. */
  changePassword(user: HasId, input: unknown, visitor: Visitor): Promise<Outcome<{ readonly user: User }>>;
  /** Deletes the user, with what `deleting` of the definition deletes. */
  deleteAccount(user: HasId, input: unknown, visitor: Visitor): Promise<Outcome<null>>;
}

/** What people do, each with the user as the app sees it. */
export function accountFlows<User>(context: () => AuthContext, userOf: (row: UserRow) => User): AccountFlows<User> {
  // Whoever is logged in with this value is who showed it with this password, or with a link while it was theirs.
  const shown = (row: UserRow): User => {
    const user = userOf(row);
    if (typeof user === "object" && user !== null) context().credentials.set(user, row.hashed_password);
    return user;
  };
  const withUser = (outcome: Outcome<UserRow>) => (outcome.ok ? done({ user: shown(outcome.value) }) : outcome);
  const withUserOrNull = (outcome: Outcome<UserRow | null>) =>
    outcome.ok ? done({ user: outcome.value && shown(outcome.value) }) : outcome;
  const withProof = (outcome: Awaited<ReturnType<typeof useLink>>) =>
    outcome.ok ? done({ user: shown(outcome.value.user), voided: outcome.value.voided }) : outcome;
  // What the app holds of a user may be of a while ago.
  const withRow = async <Value>({ id }: HasId, act: (row: UserRow) => Promise<Outcome<Value>>) => {
    const row = await context().db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirst();
    return row ? act(row) : userGone;
  };
  return {
    register: async (input, visitor, extras) => withUserOrNull(await register(context(), input, visitor, extras)),
    logInWithPassword: async (input, visitor) => withUser(await logInWithPassword(context(), input, visitor)),
    requestLogInLink: async (input, visitor) => requestLink(context(), "log_in", { input, visitor }),
    requestConfirmation: async (input, visitor) => requestLink(context(), "confirm", { input, visitor }),
    requestPasswordReset: async (input, visitor) => requestLink(context(), "reset_password", { input, visitor }),
    peek: async (purpose, token) => previewLink(context(), purpose, token),
    logInWithLink: async (token, input, visitor) =>
      withProof(await useLink(context(), "log_in", { token, input, visitor })),
    confirm: async (token, input, visitor) => withProof(await useLink(context(), "confirm", { token, input, visitor })),
    resetPassword: async (token, input, visitor) =>
      withProof(await resetPassword(context(), { token, input, visitor })),
    requestCode: async (user, visitor) => withRow(user, (row) => requestCode(context(), row, visitor)),
    reauthenticate: async (user, input, visitor) =>
      withRow(user, (row) => proveSudo(context(), row, { input, visitor })),
    requestEmailChange: async (user, input, visitor) =>
      withRow(user, (row) => requestEmailChange(context(), row, { input, visitor })),
    changeEmail: async (token, visitor) => withUser(await changeEmail(context(), { token, visitor })),
    undoEmailChange: async (token, visitor) => withUser(await undoEmailChange(context(), { token, visitor })),
    changePassword: async (user, input, visitor) => {
      const changed = await withRow(user, (row) => changePassword(context(), row, { input, visitor }));
      return changed.ok ? withRow(user, async (row) => done({ user: userOf(row) })) : changed;
    },
    deleteAccount: async (user, input, visitor) =>
      withRow(user, (row) => deleteAccount(context(), row, { input, visitor })),
  };
}
