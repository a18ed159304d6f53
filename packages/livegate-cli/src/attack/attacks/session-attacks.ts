import { newClient } from "../ground.ts";
import { logIn } from "../principals.ts";
import { presenceOf } from "../stage.ts";
import type { Attack } from "./attack.ts";
import { guardedPath, isIn, isJoined, isOpen, logOut, newcomer, openPage, unless } from "./newcomer.ts";

/** Attacks on sessions: planted, replayed and outlived. */
export const sessionAttacks: readonly Attack[] = [
  {
    id: "K01",
    does: "plants a cookie before a log-in",
    safe: "log-in makes another session: the planted cookie stays a stranger's, and its token no longer counts",
    quick: true,
    async run(stage) {
      const { account } = await newcomer(stage);
      const attacker = newClient(stage.ground);
      const planted = await attacker.page(stage.plan.accounts.logIn);
      const victim = attacker.fork();
      await logIn(victim, account, stage);
      const { status } = await victim.send("PUT", stage.plan.accounts.settings, {
        body: { _csrf_token: planted?.csrf ?? "" },
      });
      return [
        ...unless(planted !== null, "the log-in page has no live view"),
        ...unless(!(await isIn(stage, attacker)), "the planted cookie is logged in"),
        ...unless(status === 403, `the token of before the log-in is good after it: ${status}`),
        ...unless(!planted || !(await isJoined(victim, planted)), "a page of before the log-in can be joined after it"),
      ];
    },
  },
  {
    id: "K02",
    does: "plants a cookie before a registration, and keeps a session through a change of password",
    safe: "the planted cookie stays a stranger's, and other sessions end with the password",
    async run(stage) {
      const { account, client } = await newcomer(stage);
      const other = newClient(stage.ground);
      await logIn(other, account, stage);
      const open = await openPage(stage, other);
      const { form, settings } = stage.plan.accounts;
      const changed = await client.post(settings, {
        _method: "put",
        change: "password",
        [`${form}[current_password]`]: account.password,
        [`${form}[password]`]: `${account.password} and more`,
      });
      const planted = newClient(stage.ground);
      await planted.get(stage.plan.accounts.register);
      const victim = planted.fork();
      await victim.post(stage.plan.accounts.register, {
        [`${form}[email]`]: `planted-${account.email}`,
        [`${form}[password]`]: account.password,
      });
      return [
        ...unless(changed.status === 303, `the password could not be changed: ${changed.status}`),
        ...unless(!(await isIn(stage, other)), "another session is good after a change of password"),
        ...unless(!(await isOpen(open)), "another session's open page is answered after a change of password"),
        ...unless(await isIn(stage, client), "whoever changed the password was logged out"),
        ...unless(!(await isIn(stage, planted)), "a cookie planted before a registration is logged in"),
      ];
    },
  },
  {
    id: "K04",
    does: "sends a session's values under names that another host could have set",
    safe: "they aren't read",
    quick: true,
    async run(stage) {
      const { client } = await newcomer(stage);
      const tossed = newClient(stage.ground);
      for (const [name, value] of client.cookies) tossed.cookies.set(name.replace(/^__Host-/, ""), value);
      const secure = newClient(stage.ground);
      for (const [name, value] of client.cookies) secure.cookies.set(name.replace(/^__Host-/, "__Secure-"), value);
      return [
        ...unless(!(await isIn(stage, tossed)), "cookies without __Host- log in"),
        ...unless(!(await isIn(stage, secure)), "cookies with __Secure- log in"),
        ...unless(
          [...client.cookies.keys()].every((name) => name.startsWith("__Host-")),
          "a cookie has no __Host-",
        ),
      ];
    },
  },
  {
    id: "K05",
    does: "replays the cookies of a session that has logged out: GET, POST, upgrade, join",
    safe: "a stranger's, on every way, and the page that was open is dead",
    quick: true,
    async run(stage) {
      const { client } = await newcomer(stage);
      const open = await openPage(stage, client);
      const replay = client.fork();
      await logOut(stage, client);
      const posted = await replay.send("PUT", stage.plan.accounts.settings, { body: { _csrf_token: open.page.csrf } });
      return [
        ...unless(!(await isIn(stage, replay)), "GET is let in"),
        ...unless(posted.status === 403 || posted.status === 302, `PUT was answered with ${posted.status}`),
        ...unless(!(await isJoined(replay, open.page)), "its page can be joined"),
        ...unless(!(await isOpen(open)), "the page that was open is still answered"),
      ];
    },
  },
  {
    id: "K06",
    does: "replays remembered cookies after a log-out everywhere",
    safe: "refused",
    async run(stage) {
      const { account, client } = await newcomer(stage);
      const remembered = newClient(stage.ground);
      await logIn(remembered, account, stage);
      await stage.ground.db.deleteFrom(stage.plan.tables.sessions).where("user_id", "=", account.id).execute();
      return [
        ...unless(!(await isIn(stage, remembered)), "a remembered session outlives its row"),
        ...unless(!(await isIn(stage, client)), "a session outlives its row"),
      ];
    },
  },
  {
    id: "K07",
    does: "joins with a page's token after log-out: without cookies, with the old ones, with another user's",
    safe: "refused each time",
    quick: true,
    async run(stage) {
      const { client } = await newcomer(stage);
      const page = await client.page(guardedPath(stage));
      if (!page) return ["the page could not be loaded"];
      const other = presenceOf(stage, "other").client;
      const ways = [
        ["without cookies", newClient(stage.ground)],
        ["with the old cookies", client.fork()],
        ["with another user's cookies", other],
      ] as const;
      const before = await isJoined(other, page);
      await logOut(stage, client);
      const found = await Promise.all(
        ways.map(async ([way, who]) => unless(!(await isJoined(who, page)), `joined ${way}`)),
      );
      return [...unless(!before, "another user's cookies join it before the log-out"), ...found.flat()];
    },
  },
  {
    id: "L12",
    does: "joins with another's page token on a socket of one's own: a visitor's as a visitor, a user's as another user",
    safe: "refused: a page belongs to the browser's session that loaded it",
    quick: true,
    async run(stage) {
      const found: string[] = [];
      const pairs = [
        ["visitor", newClient(stage.ground), newClient(stage.ground), stage.plan.accounts.logIn],
        ["user", presenceOf(stage, "user").client, presenceOf(stage, "other").client, guardedPath(stage)],
      ] as const;
      for (const [who, victim, attacker, path] of pairs) {
        const [theirs, own] = [await victim.page(path), await attacker.page(path)];
        if (!theirs || !own) return [`a ${who} gets no live page at ${path}`];
        const socket = await attacker.socketOf(own);
        const { response } = await attacker.join(socket, { ...theirs, csrf: own.csrf });
        socket.close();
        if (response["rendered"]) found.push(`another ${who}'s page was joined`);
      }
      return found;
    },
  },
  {
    id: "L01",
    does: "sends session cookies that are cut, doubled, swapped, or somebody else's in part",
    safe: "a stranger's session, never a mix and never an error",
    quick: true,
    async run(stage) {
      const { client } = await newcomer(stage);
      const { client: eve } = await newcomer(stage);
      const own = new Map(client.cookies);
      const found: string[] = [];
      for (const [name, value] of own) {
        if (name.endsWith("device")) continue;
        const forged = [
          value.slice(0, -1),
          `${value}A`,
          value.toUpperCase(),
          `${value.slice(0, 5)}!${value.slice(6)}`,
          "null",
          "%00",
          "a".repeat(3_900),
        ];
        for (const text of forged) {
          const attacker = eve.fork();
          attacker.cookies.clear();
          for (const [each, kept] of own) attacker.cookies.set(each, each === name ? text : kept);
          const { status } = await attacker.get(guardedPath(stage));
          const isSession = name.endsWith("session");
          if (status >= 500 || (status === 200 && !isSession))
            found.push(`${name} changed was answered with ${status}`);
        }
      }
      return found;
    },
  },
];
