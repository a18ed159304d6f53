import type { Mutant } from "./mutant.ts";

const auth = "packages/livegate/src/auth";

/** Faults in how sessions end, change and are renewed. */
export const revocationMutants: readonly Mutant[] = [
  {
    fault: "the links of a user who is disabled come to life again",
    file: `${auth}/user-access.ts`,
    find: "await deleteTokens(tx, userId);",
    replace: "",
    caughtBy: `${auth}/user-access.test.ts`,
    named: "gets no link",
  },
  {
    fault: "a log-in that was under way while its user was disabled is good once they are enabled",
    file: `${auth}/user-access.ts`,
    find: "const ids = await deleteSessions(tx, userId);\n    if (!(await setDisabled(tx, userId, null))) return null;",
    replace: "const ids: string[] = [];\n    if (!(await setDisabled(tx, userId, null))) return null;",
    caughtBy: `${auth}/user-access.test.ts`,
    named: "by a new log-in only",
  },
  {
    fault: "disabling a user doesn't raise the access epoch",
    file: `${auth}/user-access.ts`,
    find: 'disabled_at: disabledAt, access_epoch: eb("access_epoch", "+", 1)',
    replace: 'disabled_at: disabledAt, access_epoch: eb("access_epoch", "+", 0)',
    caughtBy: `${auth}/user-access.test.ts`,
    named: "rises",
  },
  {
    fault: "a change of role doesn't raise the access epoch",
    file: `${auth}/user-access.ts`,
    find: 'set(({ eb }) => ({ access_epoch: eb("access_epoch", "+", 1) }))',
    replace: 'set(({ eb }) => ({ access_epoch: eb("access_epoch", "+", 0) }))',
    caughtBy: `${auth}/user-access.test.ts`,
    named: "rises",
  },
  {
    fault: "another address doesn't raise the access epoch",
    file: `${auth}/email-change.ts`,
    find: "access_epoch: user.access_epoch + 1",
    replace: "access_epoch: user.access_epoch",
    caughtBy: `${auth}/user-access.test.ts`,
    named: "rises",
  },
  {
    fault: "the first proof of a mailbox doesn't raise the access epoch",
    file: `${auth}/mailbox-proof.ts`,
    find: "access_epoch: user.access_epoch + 1",
    replace: "access_epoch: user.access_epoch",
    caughtBy: `${auth}/user-access.test.ts`,
    named: "rises",
  },
  {
    fault: "a user ends somebody else's session",
    file: `${auth}/session-end.ts`,
    find: 'if (userId !== undefined) query = query.where("user_id", "=", userId);',
    replace: "",
    caughtBy: `${auth}/session-end.test.ts`,
    named: "somebody else stays",
  },
];
