import { randomBytes } from "node:crypto";
import type { Attack } from "./attack.ts";
import { isIn, newcomer, openPage, unless } from "./newcomer.ts";

/** Attacks on the process: what it writes down, and what it does when it comes back. They are the last. */
export const serverAttacks: readonly Attack[] = [
  {
    id: "K58",
    does: "looks for passwords, session tokens and mailed tokens in all that was logged and sent",
    safe: "there are none",
    needs: "log",
    quick: true,
    run: async ({ ground }) => {
      const log = ground.log() ?? "";
      const mailed = (ground.mails?.mails ?? []).flatMap(({ links }) =>
        links.map((link) => link.slice(link.lastIndexOf("/") + 1)),
      );
      const known = [
        ...ground.secrets,
        ...mailed.filter((token) => token.length > 30).map((token) => [token, "a mailed token"] as const),
      ];
      return [
        ...new Set(known.filter(([secret]) => log.includes(secret)).map(([, name]) => `there is ${name} in the log`)),
      ];
    },
  },
  {
    id: "K60",
    does: "restarts the app: with a new key in front of the old one, then without the old one",
    safe: "sessions outlive the first, and none the second",
    needs: "restart",
    async run(stage) {
      const { client } = await newcomer(stage);
      const page = (await openPage(stage, client)).page;
      const own = stage.ground.key ?? "";
      const next = randomBytes(48).toString("base64url");
      await stage.ground.restart?.({ SECRET_KEY_BASE: `${next} ${own}` });
      const kept = await isIn(stage, client);
      const { socket } = await client.connect({ csrf: page.csrf });
      const joined = socket ? (await client.join(socket, page)).response["rendered"] !== undefined : false;
      socket?.close();
      await stage.ground.restart?.({ SECRET_KEY_BASE: next });
      const { status } = await client
        .fork()
        .send("PUT", stage.plan.accounts.settings, { body: { _csrf_token: page.csrf } });
      const late = await client.connect({ csrf: page.csrf });
      const isLate = late.socket ? (await client.join(late.socket, page)).response["rendered"] !== undefined : false;
      late.socket?.close();
      await stage.ground.restart?.();
      return [
        ...unless(kept, "a session didn't outlive a restart with a new key in front"),
        ...unless(joined, "an open page didn't come back after a restart with a new key in front"),
        ...unless(status === 403, `a token of the old key was answered with ${status}`),
        ...unless(!isLate, "a page of the old key was joined"),
      ];
    },
  },
];
