import { newClient } from "../ground.ts";
import { pathFor, presenceOf } from "../stage.ts";
import type { Stage } from "../stage.ts";
import type { Attack } from "./attack.ts";
import { guardedPath, isIn, isOpen, newcomer, openPage, unless } from "./newcomer.ts";

/** Texts that mean something to somebody: to a database, a browser, a shell, a log, a template. */
const meaningful: readonly string[] = [
  "' or 1=1 --",
  "'; drop table users; --",
  "1) union select hashed_password from users --",
  "\\'",
  "%_\\%",
  "\u0000",
  "<script>alert('canary')</script>",
  "\"><img src=x onerror=alert('canary')>",
  "javascript:alert('canary')",
  "{{7*7}}",
  "${7*7}",
  "\r\nx-injected: 1",
  "\u001b[31mred",
  "../../etc/passwd",
  "\ud800",
  "a\u0301",
  "\u202egnp",
  "__proto__",
  "constructor",
  "NaN",
  "1e309",
  "-1",
  "9".repeat(400),
  "[]",
  "{}",
  "null",
];

const unescapedMarkup = /<script>alert\('canary'|<img src=x onerror/;

/** Forms that anybody may post, by path. */
const openForms = ({ plan: { accounts } }: Stage): readonly string[] => [
  accounts.logIn,
  accounts.register,
  accounts.resetPassword,
  accounts.confirm,
];

/** Attacks by what is typed, or said to have been typed. */
export const inputAttacks: readonly Attack[] = [
  {
    id: "K46",
    does: "puts markup, SQL, control characters and commands into every query, parameter and open form",
    safe: "no error, no markup in the page, no header of theirs, no row lost",
    quick: true,
    async run(stage) {
      const { client } = presenceOf(stage, "user");
      const visitor = newClient(stage.ground);
      const { form, logIn } = stage.plan.accounts;
      const paths = stage.entries.filter(({ kind }) => kind === "live").map(({ at }) => at);
      const found: string[] = [];
      for (const text of meaningful) {
        const encoded = encodeURIComponent(text.toWellFormed());
        const home = guardedPath(stage);
        const tried = [`${home}?q=${encoded}&sort=${encoded}&id=${encoded}`, `${logIn}?return_to=${encoded}`];
        const withId = paths.filter((path) => path.includes(":")).map((path) => path.replaceAll(/:\w+/g, encoded));
        for (const path of [...tried, ...withId]) {
          const answer = await client.fork().get(path);
          if (unescapedMarkup.test(answer.body)) found.push(`GET ${path} has markup of ours`);
          if (answer.headers.has("x-injected")) found.push(`GET ${path} has a header of ours`);
        }
      }
      const token = await visitor.csrf(logIn);
      for (const path of openForms(stage)) {
        for (const text of meaningful.slice(0, 12)) {
          const who = newClient(stage.ground);
          for (const [name, value] of visitor.cookies) who.cookies.set(name, value);
          const body = { _csrf_token: token ?? "", by: "link", [`${form}[email]`]: text, [`${form}[password]`]: text };
          const answer = await who.send("POST", path, { body });
          if (unescapedMarkup.test(answer.body)) found.push(`POST ${path} has markup of ours`);
          if (answer.headers.has("x-injected")) found.push(`POST ${path} has a header of ours`);
        }
      }
      return found;
    },
  },
  {
    id: "K41",
    does: "reaches for prototypes: forms, queries and events with __proto__, constructor and their like as names",
    safe: "inert: no error, and nothing is there afterwards that wasn't before",
    quick: true,
    async run(stage) {
      const { client } = await newcomer(stage);
      const open = await openPage(stage, client);
      const { form, settings } = stage.plan.accounts;
      const names = [
        "__proto__[polluted]",
        `${form}[__proto__][polluted]`,
        `${form}[constructor][prototype][polluted]`,
        "constructor[prototype][polluted]",
        "a[__proto__][__proto__]",
        "toString",
        "hasOwnProperty",
        `${form}[toString]`,
        "__proto__",
        "a[]",
        "a[][__proto__]",
      ];
      const found: string[] = [];
      for (const name of names) {
        const { status } = await client
          .fork()
          .send("PUT", settings, { body: { _csrf_token: open.page.csrf, [name]: "yes" } });
        if (status !== 303 && status !== 422) found.push(`the field ${name} was answered with ${status}`);
        await client.fork().get(`${guardedPath(stage)}?${encodeURIComponent(name)}=yes`);
      }
      const values = [
        '{"__proto__":{"polluted":"yes"}}',
        '{"constructor":{"prototype":{"polluted":"yes"}}}',
        '{"a":{"__proto__":[]},"toJSON":"x","then":"x"}',
      ];
      for (const value of values) {
        const ref = open.socket.nextRef();
        open.socket.text(
          `["1","${ref}","lv:${open.page.id}","event",{"type":"click","event":"search","value":${value}}]`,
        );
        if ((await open.socket.reply(ref)).status !== "ok") found.push(`an event with ${value} wasn't acknowledged`);
      }
      const { body } = await client.fork().get(guardedPath(stage));
      const isAlive = await isOpen(open);
      open.socket.close();
      return [
        ...found,
        ...unless(isAlive, "the view has ended"),
        ...unless(!body.includes("polluted"), "a page tells of it"),
      ];
    },
  },
  {
    id: "L11",
    does: "sends other types than are meant: lists, objects, numbers and nothing, in forms and in events",
    safe: "a refusal with words; never an error, and the view lives",
    quick: true,
    async run(stage) {
      const { client } = await newcomer(stage);
      const open = await openPage(stage, client);
      const { form, logIn } = stage.plan.accounts;
      const visitor = newClient(stage.ground);
      const token = (await visitor.csrf(logIn)) ?? "";
      const bodies = [
        `${form}[email][]=a&${form}[password][]=b`,
        `${form}[email][a]=b&${form}[password][c]=d`,
        `${form}=text`,
        `${form}[]=a`,
        "",
        `${form}[email]=a&${form}[email]=b&${form}=c`,
        `${form}[password]=%ff%fe`,
      ];
      const found: string[] = [];
      for (const path of openForms(stage)) {
        for (const body of bodies) {
          const who = newClient(stage.ground);
          for (const [name, value] of visitor.cookies) who.cookies.set(name, value);
          const { status } = await who.send("POST", path, {
            body: `_csrf_token=${token}&${body}`,
            headers: { "content-type": "application/x-www-form-urlencoded" },
          });
          if (status >= 500 || status === 0) found.push(`POST ${path} with ${body} was answered with ${status}`);
        }
      }
      const events = stage.entries.filter(({ kind, at }) => kind === "event" && at === open.page.path);
      for (const { name } of events) {
        for (const value of [
          null,
          1,
          "text",
          [],
          [[]],
          { id: [] },
          { id: {} },
          { id: null },
          { q: { a: 1 } },
          { q: [] },
          true,
        ]) {
          for (const type of ["click", "form", "hook", "keydown", 7]) {
            const { status } = await open.socket.reply(
              open.socket.push(`lv:${open.page.id}`, "event", { type, event: name, value }, "1"),
            );
            if (status === "closed")
              return [...found, `the event ${name} with ${JSON.stringify(value)} cut the connection`];
          }
        }
      }
      const isAlive = await isOpen(open);
      open.socket.close();
      return [...found, ...unless(isAlive, "the view has ended")];
    },
  },
  {
    id: "K40",
    does: "registers, and changes settings, with fields that are not the form's: id, role, confirmed_at, hashed_password",
    safe: "they are left out",
    async run(stage) {
      const client = newClient(stage.ground);
      const { form, register, settings, changeEmail } = stage.plan.accounts;
      const email = `mass-${process.pid}@attack.example`;
      const extras = {
        id: "1",
        role: "admin",
        confirmed_at: "2020-01-01",
        confirmedAt: "2020-01-01",
        hashed_password: "x",
        disabled_at: "2020-01-01",
        access_epoch: "99",
        created_at: "2020-01-01",
      };
      const fields = Object.fromEntries(
        Object.entries(extras).flatMap(([name, value]) => [
          [`${form}[${name}]`, value],
          [name, value],
        ]),
      );
      await client.post(register, {
        ...fields,
        [`${form}[email]`]: email,
        [`${form}[password]`]: "vier kleine Pferde im Stall",
      });
      await client.post(changeEmail, { ...fields, _method: "put" }, { from: settings });
      const users = stage.plan.tables.users;
      const row = await stage.ground.db.selectFrom(users).selectAll().where("email", "=", email).executeTakeFirst();
      if (!row) return ["the account wasn't made"];
      return [
        ...unless(row["confirmed_at"] === null && row["disabled_at"] === null, "a moment was taken from the form"),
        ...unless(String(row["hashed_password"]).startsWith("$argon2id$"), "a hash was taken from the form"),
        ...unless(Number(row["access_epoch"]) < 99, "a counter was taken from the form"),
        ...unless(String(row["id"]) !== "1", "an id was taken from the form"),
        ...unless(!String(row["created_at"]).startsWith("2020"), "a date was taken from the form"),
      ];
    },
  },
  {
    id: "K13",
    does: "asks for the paths of another user's records, and of none",
    safe: "the same answer, whether there is such a record or not, wherever it isn't theirs to see",
    async run(stage) {
      const { client } = presenceOf(stage, "other");
      const records = (await stage.plan.records?.(stage.ground.db, presenceOf(stage, "user").account?.id ?? 0)) ?? {};
      const found: string[] = [];
      for (const entry of stage.entries.filter(({ kind, at }) => kind === "live" && at.includes(":"))) {
        if (stage.expect(entry, "other").verdict !== "refused") continue;
        const { status } = await client.fork().get(pathFor(entry.at, stage, records));
        if (status !== 403 && status !== 404) found.push(`GET ${entry.at} was answered with ${status}`);
      }
      return [...found, ...unless(await isIn(stage, client), "the session has ended")];
    },
    changes: true,
  },
];
