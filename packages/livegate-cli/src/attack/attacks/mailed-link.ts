import { newClient } from "../ground.ts";
import type { Account } from "../principals.ts";
import type { Stage } from "../stage.ts";

/** Asks for a mail with a link, and gives the link's path. */
export async function mailedLink(
  stage: Stage,
  account: Pick<Account, "email">,
  ask: "log_in" | "reset" | "confirm",
): Promise<string> {
  const { form, logIn, resetPassword, confirm } = stage.plan.accounts;
  const [path, linkWith] = {
    log_in: [logIn, `${logIn}/`],
    reset: [resetPassword, `${resetPassword}/`],
    confirm: [confirm, `${confirm}/`],
  }[ask] as [string, string];
  const before = stage.ground.mails?.mails.length ?? 0;
  await newClient(stage.ground).post(path, { by: "link", [`${form}[email]`]: account.email }, { from: logIn });
  return newestLink(stage, account.email, linkWith, before);
}

/** The path of the newest link that came behind the first `before` mails; waits for it, `patience` milliseconds at most. */
export async function newestLink(
  stage: Stage,
  email: string,
  linkWith: string,
  before: number,
  patience = 15_000,
): Promise<string> {
  const mails = stage.ground.mails;
  if (!mails) throw new Error("There are no mails.");
  const deadline = AbortSignal.timeout(patience);
  for (;;) {
    const found = mails.mails
      .slice(before)
      .findLast(({ recipients, links }) => recipients.includes(email) && links.some((link) => link.includes(linkWith)));
    const link = found?.links.find((each) => each.includes(linkWith));
    if (link) return new URL(link).pathname;
    if (deadline.aborted) throw new Error(`No mail to ${email} with a link to ${linkWith} has come.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
