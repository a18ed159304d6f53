import { newClient } from "../ground.ts";
import { logIn, sessionsOf } from "../principals.ts";
import type { Stage } from "../stage.ts";
import type { HttpAnswer } from "../wire/http-answer.ts";
import type { RawClient } from "../wire/raw-client.ts";
import type { Attack } from "./attack.ts";
import { endsWithin, isIn, logOut, newcomer, openPage, unless } from "./newcomer.ts";

/** Tries a password, without anything being kept. */
async function tryPassword(stage: Stage, client: RawClient, email: string, password: string): Promise<HttpAnswer> {
  const { form, logIn: path } = stage.plan.accounts;
  const body = { by: "password", [`${form}[email]`]: email, [`${form}[password]`]: password };
  return client.post(path, body);
}

/** An answer without what differs each time: tokens, nonces, ids, and what was typed. */
const masked = ({ status, headers, body }: HttpAnswer, typed: string): string =>
  JSON.stringify([
    status,
    [...headers.keys()].toSorted(),
    headers.get("location") ?? null,
    (headers.get("set-cookie") ?? []).map((cookie) => cookie.replace(/=[^;]*/, "")),
    body
      .replaceAll(typed, "typed")
      .replaceAll(/[\w-]{20,}(?:[.~][\w-]+)*/g, "…")
      .replaceAll(/phx-[\w-]+/g, "phx-…"),
  ]);

/** Attacks on accounts: guessing them, and their passwords. */
export const accountAttacks: readonly Attack[] = [
  {
    id: "K26",
    does: "compares the answers for a known and an unknown address: log-in, link, reset, confirmation",
    safe: "the same status, headers, cookies and page",
    quick: true,
    async run(stage) {
      const { account } = await newcomer(stage, { confirmed: true });
      const { form, logIn: path, resetPassword, confirm } = stage.plan.accounts;
      const unknown = account.email.replace("attack", "nobody");
      const forms: readonly (readonly [what: string, path: string, fields: Readonly<Record<string, string>>])[] = [
        ["log-in", path, { by: "password", [`${form}[password]`]: "a wrong password of mine" }],
        ["a log-in link", path, { by: "link" }],
        ["a reset", resetPassword, {}],
        ["a confirmation", confirm, {}],
      ];
      const found: string[] = [];
      for (const [what, to, fields] of forms) {
        const [known, other] = await Promise.all(
          [account.email, unknown].map(async (email) =>
            masked(
              await newClient(stage.ground).post(to, { ...fields, [`${form}[email]`]: email }, { from: path }),
              email,
            ),
          ),
        );
        if (known !== other)
          found.push(`${what} tells them apart:\n    ${known?.slice(0, 400)}\n    ${other?.slice(0, 400)}`);
      }
      return found;
    },
  },
  {
    id: "K27",
    does: "guesses: one account from one network, from fifty networks, under other spellings, behind a forged X-Forwarded-For",
    safe: "refused with 429 and Retry-After as documented; the owner's device still gets in",
    async run(stage) {
      const { account, client: owner } = await newcomer(stage);
      await logOut(stage, owner);
      const single = newClient(stage.ground);
      const spellings = [
        account.email,
        account.email.toUpperCase(),
        ` ${account.email} `,
        account.email.replace("attack", "Attack"),
      ];
      const alone = [];
      for (let count = 0; count < 14; count++) {
        alone.push(await tryPassword(stage, single, spellings[count % 4] ?? "", `a wrong password ${count}`));
      }
      const forged = await single.send("POST", stage.plan.accounts.logIn, {
        body: {
          _csrf_token: (await single.csrf(stage.plan.accounts.logIn)) ?? "",
          by: "password",
          [`${stage.plan.accounts.form}[email]`]: account.email,
          [`${stage.plan.accounts.form}[password]`]: "x".repeat(14),
        },
        headers: {
          "x-forwarded-for": "198.51.100.77",
          "x-real-ip": "198.51.100.77",
          "cf-connecting-ip": "198.51.100.77",
        },
      });
      const many = await Promise.all(
        Array.from({ length: 8 }, (_, count) =>
          tryPassword(stage, newClient(stage.ground), account.email, `a wrong one ${count}`),
        ),
      );
      await logIn(owner, account, stage);
      const refused = alone.filter(({ status }) => status === 429);
      return [
        ...unless(refused.length >= 3, `of 14 guesses ${refused.length} were refused`),
        ...unless(
          refused.every(({ headers }) => headers.has("retry-after")),
          "a refusal doesn't say when to come back",
        ),
        ...unless(forged.status === 429, `a forged network was answered with ${forged.status}`),
        ...unless(
          many.every(({ status }) => status === 429),
          "other networks may go on guessing",
        ),
        ...unless(await isIn(stage, owner), "the owner was locked out"),
      ];
    },
  },
  {
    id: "K39",
    does: "logs in and registers with edge cases of a password: twins, one megabyte, NUL, cut at 72 bytes",
    safe: "exactly the password, and nothing else; what is too long is refused before any hash",
    async run(stage) {
      const { account } = await newcomer(stage);
      const { password, email } = account;
      const twins = [
        `${password} `,
        ` ${password}`,
        password.toUpperCase(),
        password.slice(0, -1),
        `${password}\0`,
        `${password}\0more`,
        password.padEnd(72, "x"),
      ];
      const found: string[] = [];
      for (const twin of twins) {
        const client = newClient(stage.ground);
        await tryPassword(stage, client, email, twin);
        if (await isIn(stage, client)) found.push(`${JSON.stringify(twin).slice(0, 60)} logs in`);
      }
      const begin = performance.now();
      const long = await tryPassword(stage, newClient(stage.ground), email, "x".repeat(200_000));
      const ms = performance.now() - begin;
      return [
        ...found,
        ...unless(
          long.status === 422 || long.status === 413 || long.status === 429,
          `200,000 characters were answered with ${long.status}`,
        ),
        ...unless(ms < 3_000, `200,000 characters took ${Math.round(ms)} ms`),
      ];
    },
  },
  {
    id: "K55",
    does: "registers one address twenty times at once",
    safe: "one account",
    async run(stage) {
      const { form, register } = stage.plan.accounts;
      const email = `race-${process.pid}@attack.example`;
      const clients = Array.from({ length: 20 }, () => newClient(stage.ground));
      const tokens = await Promise.all(clients.map((client) => client.csrf(register)));
      const answers = await Promise.all(
        clients.map((client, index) =>
          client.send("POST", register, {
            body: {
              _csrf_token: tokens[index] ?? "",
              [`${form}[email]`]: email,
              [`${form}[password]`]: "vier kleine Pferde im Stall",
            },
          }),
        ),
      );
      const { users } = stage.plan.tables;
      const rows = await stage.ground.db.selectFrom(users).select("id").where("email", "=", email).execute();
      const statuses = answers.map(({ status }) => status);
      return [
        ...unless(rows.length === 1, `there are ${rows.length} accounts`),
        ...unless(
          statuses.every((status) => [303, 422, 429, 503].includes(status)),
          `answers: ${statuses.join(" ")}`,
        ),
      ];
    },
  },
  {
    id: "K56",
    does: "goes on as a user whose account is disabled, or deleted, in the database",
    safe: "cookies and joins are refused at once",
    async run(stage) {
      const { users } = stage.plan.tables;
      const found: string[] = [];
      for (const what of ["disabled", "deleted"]) {
        const { client, account } = await newcomer(stage);
        const open = await openPage(stage, client);
        const { db } = stage.ground;
        await (
          what === "disabled"
            ? db.updateTable(users).set({ disabled_at: new Date().toISOString() }).where("id", "=", account.id)
            : db.deleteFrom(users).where("id", "=", account.id)
        ).execute();
        if (await isIn(stage, client)) found.push(`somebody ${what} is let in`);
        const { response } = await client.join(await client.socketOf(open.page), open.page);
        if (response["rendered"]) found.push(`somebody ${what} joins`);
        await tryPassword(stage, client, account.email, account.password);
        if (await isIn(stage, client)) found.push(`somebody ${what} logs in again`);
        if ((await sessionsOf(account, stage)).length > 0 && what === "deleted")
          found.push("sessions outlive their account");
        open.socket.close();
      }
      return found;
    },
  },
  {
    id: "K17",
    does: "keeps a page open by heartbeats while its session is ended, expires, and its user is disabled, all by another process",
    safe: "the page is closed within ten seconds, and hears nothing any more",
    async run(stage) {
      const { sessions, users } = stage.plan.tables;
      const { db } = stage.ground;
      const ways = {
        "is ended": (id: string) => db.deleteFrom(sessions).where("id", "=", id),
        expires: (id: string) =>
          db
            .updateTable(sessions)
            .set({ expires_at: new Date(Date.now() - 1_000).toISOString() })
            .where("id", "=", id),
        "is of a disabled user": (id: string) =>
          db
            .updateTable(users)
            .set({ disabled_at: new Date().toISOString() })
            .where("id", "in", db.selectFrom(sessions).select("user_id").where("id", "=", id)),
      };
      const open = await Promise.all(
        Object.entries(ways).map(async ([what, end]) => {
          const { client, account } = await newcomer(stage);
          const page = await openPage(stage, client);
          const [id = ""] = await sessionsOf(account, stage);
          return { what, page, end: () => end(id).execute() };
        }),
      );
      for (const { end } of open) await end();
      const dead = await Promise.all(open.map(({ page }) => endsWithin(page, 12_000)));
      for (const { page } of open) page.socket.close();
      return open.flatMap(({ what }, index) =>
        unless(dead[index] === true, `a page whose session ${what} is open after ten seconds`),
      );
    },
  },
];
