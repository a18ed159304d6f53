import { newClient } from "../ground.ts";
import { presenceOf } from "../stage.ts";
import type { Stage } from "../stage.ts";
import type { HttpAnswer } from "../wire/http-answer.ts";
import type { Attack } from "./attack.ts";
import { mailedLink, newestLink } from "./mailed-link.ts";
import { guardedPath, isIn, isOpen, newcomer, openPage, unless } from "./newcomer.ts";

/** Log-ins at once, many more than can be hashed at once. */
const AT_ONCE = 150;

async function logInAtOnce(stage: Stage): Promise<readonly HttpAnswer[]> {
  const { form, logIn } = stage.plan.accounts;
  const clients = Array.from({ length: AT_ONCE }, () => newClient(stage.ground));
  const tokens = await Promise.all(clients.map((client) => client.csrf(logIn)));
  return Promise.all(
    clients.map((client, at) =>
      client.send("POST", logIn, {
        body: {
          _csrf_token: tokens[at] ?? "",
          by: "password",
          [`${form}[email]`]: `nobody-${at}@attack.example`,
          [`${form}[password]`]: "a wrong password of mine",
        },
      }),
    ),
  );
}

/** Attacks while something is wrong with the app, or is made to be. */
export const troubleAttacks: readonly Attack[] = [
  {
    id: "K57",
    does: "logs in a hundred and fifty times at once, from as many networks",
    safe: "what can't be hashed in time is refused with 503 and a time to come back; open pages hardly notice",
    async run(stage) {
      const open = await openPage(stage, presenceOf(stage, "other").client);
      const flood = logInAtOnce(stage);
      let slowest = 0;
      const over = flood.then(() => true);
      const soon = (): Promise<false> => new Promise((resolve) => setTimeout(resolve, 20, false));
      while (!(await Promise.race([over, soon()]))) {
        const begin = performance.now();
        if (!(await isOpen(open))) break;
        slowest = Math.max(slowest, performance.now() - begin);
      }
      const answers = await flood;
      open.socket.close();
      const busy = answers.filter(({ status }) => status === 503);
      const statuses = [...new Set(answers.map(({ status }) => status))].toSorted((one, other) => one - other);
      return [
        ...unless(
          statuses.every((status) => [422, 429, 503].includes(status)),
          `answers: ${statuses.join(" ")}`,
        ),
        ...unless(busy.length > 0, "all of them were hashed"),
        ...unless(
          busy.every(({ headers }) => headers.has("retry-after")),
          "a refusal doesn't say when to come back",
        ),
        ...unless(slowest < 1_500, `an open page waited for ${Math.round(slowest)} ms`),
      ];
    },
  },
  {
    id: "L14",
    does: "goes on while the database is gone: pages, log-ins, events",
    safe: "nobody is let in, nothing is an error of the inside, and when it is back everything is as before",
    needs: "database",
    async run(stage) {
      const { withoutDatabase } = stage.ground;
      if (!withoutDatabase) return [];
      const { client, account } = await newcomer(stage);
      const open = await openPage(stage, client);
      const visitor = newClient(stage.ground);
      const token = (await visitor.csrf(stage.plan.accounts.logIn)) ?? "";
      const { form, logIn } = stage.plan.accounts;
      const during = await withoutDatabase(async () => {
        const deadline = performance.now() + 5_000;
        let page = await client.fork().get(guardedPath(stage));
        while (page.status === 200 && performance.now() < deadline) page = await client.fork().get(guardedPath(stage));
        const posted = await visitor.fork().send("POST", logIn, {
          body: {
            _csrf_token: token,
            by: "password",
            [`${form}[email]`]: account.email,
            [`${form}[password]`]: account.password,
          },
        });
        return { page, posted, isPublic: (await visitor.fork().get(logIn)).status };
      });
      const deadline = performance.now() + 10_000;
      let isBack = false;
      while (!isBack && performance.now() < deadline) isBack = await isIn(stage, client);
      const isStill = await isOpen(open);
      open.socket.close();
      return [
        ...unless(during.page.status === 503, `a private page was answered with ${during.page.status}`),
        ...unless(during.page.headers.has("retry-after"), "nobody is told when to come back"),
        ...unless(during.posted.status === 503, `a log-in was answered with ${during.posted.status}`),
        ...unless(
          !/sqlite|select |users_sessions|\.ts:\d/i.test(during.page.body + during.posted.body),
          "an answer tells of the inside",
        ),
        ...unless(isBack, "the session was lost"),
        ...unless(isStill, "the open page was lost"),
      ];
    },
  },
  {
    id: "L15",
    does: "registers and asks for links while the mail server is down",
    safe: "the answers are the same, and the mails arrive when it is back",
    needs: "mails",
    async run(stage) {
      const { mails } = stage.ground;
      if (!mails) return [];
      const { account } = await newcomer(stage);
      const { form, resetPassword } = stage.plan.accounts;
      const ask = (): Promise<HttpAnswer> =>
        newClient(stage.ground).post(resetPassword, { [`${form}[email]`]: account.email });
      const usual = await ask();
      await newestLink(stage, account.email, `${resetPassword}/`, 0);
      mails.isDown = true;
      const before = mails.mails.length;
      const { account: other } = await newcomer(stage);
      const asked = await ask();
      mails.isDown = false;
      const isSame =
        asked.status === usual.status && asked.headers.get("location")?.[0] === usual.headers.get("location")?.[0];
      // One more wish wakes whoever sends them.
      await mailedLink(stage, other, "log_in");
      const link = await newestLink(stage, account.email, `${resetPassword}/`, before).catch(() => null);
      return [
        ...unless(isSame, `a wish was answered with ${asked.status} instead of ${usual.status}`),
        ...unless(link !== null, "the mail never came"),
      ];
    },
  },
];
