import { newClient } from "../ground.ts";
import { type Account, sessionsOf } from "../principals.ts";
import type { Stage } from "../stage.ts";
import type { HttpAnswer } from "../wire/http-answer.ts";
import type { RawClient } from "../wire/raw-client.ts";
import type { Attack } from "./attack.ts";
import { mailedLink, newestLink } from "./mailed-link.ts";
import { isIn, newcomer, unless } from "./newcomer.ts";

let addresses = 0;

/** An address that nobody has. */
const newAddress = (): string => `moved-${process.pid}-${++addresses}@attack.example`;

/** Asks in the settings for another address. */
async function askFor(stage: Stage, client: RawClient, { password }: Account, email: string): Promise<HttpAnswer> {
  const { form, settings, changeEmail } = stage.plan.accounts;
  const fields = { [`${form}[email]`]: email, [`${form}[current_password]`]: password };
  return client.post(changeEmail, { _method: "put", ...fields }, { from: settings });
}

/** The link that was mailed to the new address. */
async function linkTo(stage: Stage, email: string, patience = 15_000): Promise<string> {
  return newestLink(stage, email, `${stage.plan.accounts.settings}/`, 0, patience);
}

/** Presses the button of a link. */
const follow = (stage: Stage, client: RawClient, link: string): Promise<HttpAnswer> =>
  client.post(link, {}, { from: stage.plan.accounts.logOut });

async function addressOf({ ground: { db }, plan }: Stage, { id }: Account): Promise<string> {
  const row = await db.selectFrom(plan.tables.users).select("email").where("id", "=", id).executeTakeFirstOrThrow();
  return String(row["email"]);
}

/** Attacks on the address of an account, and on what was mailed to it. */
export const addressAttacks: readonly Attack[] = [
  {
    id: "K30",
    does: "changes an address by links that are used, overtaken, raced, somebody else's, and for an address that is taken meanwhile",
    safe: "the address is never one whose mailbox wasn't proved by the newest wish, and never somebody else's",
    needs: "mails",
    async run(stage) {
      const { client, account } = await newcomer(stage);
      const [first, second, taken] = [newAddress(), newAddress(), newAddress()];
      await askFor(stage, client, account, first);
      const overtaken = await linkTo(stage, first);
      const found = [...unless((await addressOf(stage, account)) === account.email, "it changed before any proof")];
      await askFor(stage, client, account, second);
      const newest = await linkTo(stage, second);
      const stranger = await newcomer(stage);
      await follow(stage, client, overtaken);
      if ((await addressOf(stage, account)) !== account.email)
        found.push("a link worked that a newer wish had overtaken");
      await follow(stage, stranger.client, newest);
      if ((await addressOf(stage, stranger.account)) !== stranger.account.email)
        found.push("another user got the address by using the link");
      await follow(stage, client, newest);
      const again = await follow(stage, client, newest);
      if ((await addressOf(stage, account)) !== second) found.push("the newest link didn't work");
      if (again.status === 303) found.push("a link worked twice");
      await askFor(stage, client, { ...account, email: second }, taken);
      const late = await linkTo(stage, taken);
      await newClient(stage.ground).post(stage.plan.accounts.register, {
        [`${stage.plan.accounts.form}[email]`]: taken,
        [`${stage.plan.accounts.form}[password]`]: account.password,
      });
      await follow(stage, client, late);
      if ((await addressOf(stage, account)) !== second)
        found.push("an address was taken that had become somebody else's");
      const raced = await newcomer(stage);
      const wishes = [newAddress(), newAddress()];
      await Promise.all(wishes.map((email) => askFor(stage, raced.client.fork(), raced.account, email)));
      const links = await Promise.all(wishes.map((email) => linkTo(stage, email, 2_000).catch(() => null)));
      const sent = links.filter((link) => link !== null);
      await Promise.all(sent.map((link) => follow(stage, raced.client.fork(), link)));
      const moved = await addressOf(stage, raced.account);
      const isProven = wishes.some((email, at) => email === moved && links[at] !== null);
      return [...found, ...unless(isProven || moved === raced.account.email, `two wishes at once led to ${moved}`)];
    },
  },
  {
    id: "K31",
    does: "uses links that went to an address after the account has moved to another one",
    safe: "they are dead: log-in, confirmation and new password alike",
    needs: "mails",
    async run(stage) {
      const { client, account } = await newcomer(stage);
      const links = {
        "log-in": await mailedLink(stage, account, "log_in"),
        "a new password": await mailedLink(stage, account, "reset"),
      };
      const email = newAddress();
      await askFor(stage, client, account, email);
      await follow(stage, client, await linkTo(stage, email));
      const found = [...unless((await addressOf(stage, account)) === email, "the address didn't change")];
      for (const [what, link] of Object.entries(links)) {
        const attacker = newClient(stage.ground);
        const password = { _method: "put", [`${stage.plan.accounts.form}[password]`]: "neue kleine Pferde" };
        await attacker.post(link, what === "log-in" ? {} : password, { from: stage.plan.accounts.logIn });
        if (await isIn(stage, attacker)) found.push(`the old address still gives ${what}`);
      }
      const owner = newClient(stage.ground);
      const { form, logIn } = stage.plan.accounts;
      await owner.post(logIn, { by: "password", [`${form}[email]`]: email, [`${form}[password]`]: account.password });
      return [...found, ...unless(await isIn(stage, owner), "the owner's password is no good any more")];
    },
  },
  {
    id: "K33",
    does: "opens a log-in link in another browser, and sends it there from a foreign page",
    safe: "nobody is in before the button is pressed, and then only where it was pressed",
    needs: "mails",
    quick: true,
    async run(stage) {
      const { account } = await newcomer(stage);
      const requester = newClient(stage.ground);
      const { form, logIn } = stage.plan.accounts;
      const before = stage.ground.mails?.mails.length ?? 0;
      await requester.post(logIn, { by: "link", [`${form}[email]`]: account.email });
      const link = await newestLink(stage, account.email, `${logIn}/`, before);
      const other = newClient(stage.ground);
      const shown = await other.get(link);
      const sessions = (await sessionsOf(account, stage)).length;
      const forged = await other.fork().send("POST", link, { body: {}, headers: { origin: "https://evil.example" } });
      const found = [
        ...unless(shown.status === 200, `the link was answered with ${shown.status}`),
        ...unless(!(await isIn(stage, other)), "whoever opened the link is in"),
        ...unless(forged.status === 403, `a foreign page sent it: ${forged.status}`),
        ...unless((await sessionsOf(account, stage)).length === sessions, "a session began without anybody's doing"),
      ];
      await other.post(link, {});
      return [
        ...found,
        ...unless(await isIn(stage, other), "the button didn't work"),
        ...unless(!(await isIn(stage, requester)), "the browser that asked is in, though nobody said so there"),
      ];
    },
  },
];
