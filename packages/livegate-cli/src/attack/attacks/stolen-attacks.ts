import { newClient } from "../ground.ts";
import { liveRoutes, presenceOf } from "../stage.ts";
import type { Attack } from "./attack.ts";
import { mailedLink } from "./mailed-link.ts";
import { guardedPath, isIn, newcomer, unless } from "./newcomer.ts";

/** Attacks with what was read elsewhere, and on ways that lead to the same page under another name. */
export const stolenAttacks: readonly Attack[] = [
  {
    id: "L18",
    does: "has read the database: sends what stands there of sessions and links as tokens",
    safe: "they are hashes, and good for nothing",
    needs: "mails",
    quick: true,
    async run(stage) {
      const { client, account } = await newcomer(stage);
      const link = await mailedLink(stage, account, "log_in");
      const { db } = stage.ground;
      const { sessions, tokens } = stage.plan.tables;
      const rows = await db.selectFrom(sessions).selectAll().where("user_id", "=", account.id).execute();
      const mailed = await db.selectFrom(tokens).selectAll().where("user_id", "=", account.id).execute();
      const texts = (of: readonly object[]): readonly string[] =>
        of.flatMap((row) => Object.values(row).filter((value): value is string => typeof value === "string"));
      const found: string[] = [];
      for (const text of texts(rows)) {
        const thief = newClient(stage.ground);
        for (const [name, value] of client.cookies) thief.cookies.set(name, name.endsWith("auth") ? text : value);
        if (await isIn(stage, thief)) found.push("a session's row is good as its cookie");
      }
      for (const text of texts(mailed)) {
        const thief = newClient(stage.ground);
        const path = link.slice(0, link.lastIndexOf("/") + 1) + encodeURIComponent(text);
        await thief.post(path, {}, { from: stage.plan.accounts.logIn });
        if (await isIn(stage, thief)) found.push("a link's row is good as its token");
      }
      return [...found, ...unless(rows.length > 0 && mailed.length > 0, "there were no rows to steal")];
    },
  },
  {
    id: "L19",
    does: "asks for private pages as nobody, under every name that might be taken for theirs",
    safe: "none of them shows the page",
    quick: true,
    async run(stage) {
      const nobody = presenceOf(stage, "nobody").client;
      const paths = liveRoutes(stage)
        .filter(({ pattern, guards }) => !pattern.includes(":") && guards.some(({ kind }) => kind === "identity"))
        .map(({ pattern }) => pattern);
      const found: string[] = [];
      for (const path of new Set([...paths, guardedPath(stage)])) {
        const names = [
          `${path}/`,
          `/${path}`,
          `/.${path}`,
          `/x/..${path}`,
          `${path}/.`,
          `${path};a=1`,
          `${path}%00`,
          `${path}%20`,
          `${path}%2f`,
          `${path}?_method=post`,
          `${path}#x`,
          path.toUpperCase(),
          path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
          path.replaceAll("/", "//"),
          path.replaceAll("/", "\\"),
          path.replaceAll("/", "%2f"),
          `/live${path}`,
          `/index.html/..${path}`,
        ];
        for (const name of names) {
          const { status, body } = await nobody.fork().get(name.startsWith("/") ? name : `/${name}`);
          if (status === 200 && body.includes("data-phx-main")) found.push(`GET ${name} shows a page to nobody`);
        }
      }
      return found;
    },
  },
];
