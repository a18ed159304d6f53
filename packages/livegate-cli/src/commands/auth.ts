import { Command, InvalidArgumentError } from "commander";
import type { AccountsOptions } from "../accounts/with-accounts.ts";
import type { AppDirectory } from "../app-directory.ts";

const onUsers = () => import("./auth-users.ts");
const onSessions = () => import("./auth-sessions.ts");

/** Which part of a list is printed. */
export interface ListOptions extends AccountsOptions {
  readonly page: number;
  readonly perPage: number;
}

/** The command `auth`: users and sessions of an app, for those who look after it. */
export function authCommand(app: AppDirectory): Command {
  const auth = new Command("auth").description(
    "looks after the app's users and their sessions; the app may be running",
  );
  addUsers(auth, app);
  addSessions(auth, app);
  return auth;
}

function addUsers(auth: Command, app: AppDirectory): void {
  const users = listed(auth.command("users"))
    .description("lists the users, by address")
    .option("--search <text>", "only those whose address has this text in it")
    .action(async (options: ListOptions & { readonly search?: string }) => (await onUsers()).printUsers(app, options));
  withOptions(users.command("show <user>"))
    .description("one user, by address or id, with their sessions")
    .action(async (user: string, _: unknown, command: Command) =>
      (await onUsers()).printUser(app, user, command.optsWithGlobals()),
    );
  withOptions(users.command("disable <user>"))
    .description("keeps a user out: all their sessions end, and nobody gets in")
    .action(async (user: string, _: unknown, command: Command) =>
      (await onUsers()).disableUser(app, user, command.optsWithGlobals()),
    );
  withOptions(users.command("enable <user>"))
    .description("lets a user in again, who logs in anew")
    .action(async (user: string, _: unknown, command: Command) =>
      (await onUsers()).enableUser(app, user, command.optsWithGlobals()),
    );
  withOptions(users.command("reset <user>"))
    .description("has a link to a new password mailed; passwords are nobody's but their users'")
    .action(async (user: string, _: unknown, command: Command) =>
      (await onUsers()).mailReset(app, user, command.optsWithGlobals()),
    );
  withOptions(users.command("sign-out [user]"))
    .description("ends all sessions of a user")
    .option("--everybody", "of every user there is")
    .option("--yes", "with --everybody: that is really meant")
    .action(async (user: string | undefined, _: unknown, command: Command) =>
      (await onUsers()).signOut(app, user ?? null, command.optsWithGlobals()),
    );
}

function addSessions(auth: Command, app: AppDirectory): void {
  const sessions = listed(auth.command("sessions"))
    .description("lists the sessions, the one that was used last first")
    .option("--user <user>", "only those of this user, by address or id")
    .action(async (options: ListOptions & { readonly user?: string }) =>
      (await onSessions()).printSessions(app, options),
    );
  withOptions(sessions.command("show <id>"))
    .description("one session")
    .action(async (id: string, _: unknown, command: Command) =>
      (await onSessions()).printSession(app, id, command.optsWithGlobals()),
    );
  withOptions(sessions.command("revoke <id>"))
    .description("ends one session")
    .action(async (id: string, _: unknown, command: Command) =>
      (await onSessions()).revokeSession(app, id, command.optsWithGlobals()),
    );
}

const withOptions = (command: Command): Command =>
  command
    .option("--json", "as JSON")
    .option("--context <name>", "the context whose accounts are meant, where several have some");

const listed = (command: Command): Command =>
  withOptions(command)
    .option("--page <number>", "which part of the list, from 1", wholeNumber, 1)
    .option("--per-page <number>", "how long a part is", wholeNumber, 50);

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It has to be a whole number from 1 to 999999.");
}
