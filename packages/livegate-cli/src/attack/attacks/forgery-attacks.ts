import { presenceOf, pathFor } from "../stage.ts";
import type { Stage } from "../stage.ts";
import type { RequestParts } from "../wire/raw-client.ts";
import type { Attack } from "./attack.ts";
import { guardedPath, isIn, newcomer, unless } from "./newcomer.ts";

/** Routes that change something, as method and path. */
const changingRoutes = (stage: Stage): readonly (readonly [method: string, path: string])[] =>
  stage.entries.flatMap(({ kind, name }) => {
    const [method = "", pattern = ""] = name.split(" ");
    return kind === "route" && method !== "GET" ? [[method, pathFor(pattern, stage, {})] as const] : [];
  });

const form = { "content-type": "application/x-www-form-urlencoded" };

/** Attacks that have a browser send what its user doesn't mean. */
export const forgeryAttacks: readonly Attack[] = [
  {
    id: "K22",
    does: "sends every request that changes something without a token, in every dress that a foreign page can give it",
    safe: "403, log-in and log-out included; the session stays as it was",
    quick: true,
    async run(stage) {
      const { client } = await newcomer(stage);
      const dresses: readonly (readonly [what: string, parts: (method: string) => RequestParts])[] = [
        ["as a form", () => ({ body: { a: "1" } })],
        ["as a form with a method", (method) => ({ body: { _method: method.toLowerCase() } })],
        ["as text", () => ({ body: "_csrf_token=a", headers: { "content-type": "text/plain" } })],
        ["as JSON", () => ({ body: '{"_csrf_token":"a"}', headers: { "content-type": "application/json" } })],
        ["with an empty token", () => ({ body: { _csrf_token: "" } })],
        ["with a token in the query", () => ({ body: {} })],
        [
          "in parts",
          () => ({
            body: '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
            headers: { "content-type": "multipart/form-data; boundary=x" },
          }),
        ],
      ];
      const page = await client.page(guardedPath(stage));
      const found: string[] = [];
      for (const [method, path] of changingRoutes(stage)) {
        for (const [what, parts] of dresses) {
          const way = what.includes("query") ? `${path}?_csrf_token=${page?.csrf}` : path;
          const sent = what.includes("method") ? "POST" : method;
          const { status } = await client.fork().send(sent, way, {
            ...parts(method),
            headers: {
              origin: "https://evil.example",
              ...(what.startsWith("as a") ? form : {}),
              ...parts(method).headers,
            },
          });
          if (status !== 403 && status !== 415) found.push(`${method} ${path} ${what} was answered with ${status}`);
        }
      }
      return [...found, ...unless(await isIn(stage, client), "somebody was logged out")];
    },
  },
  {
    id: "K23",
    does: "sends the CSRF token of another session, of before the log-in, a changed one, a doubled one",
    safe: "403",
    quick: true,
    async run(stage) {
      const { client } = await newcomer(stage);
      const page = await client.page(guardedPath(stage));
      const other = await presenceOf(stage, "other").client.page(guardedPath(stage));
      const visitor = await presenceOf(stage, "nobody").client.page(stage.plan.accounts.logIn);
      const token = page?.csrf ?? "";
      const bodies: readonly (readonly [what: string, body: string])[] = [
        ["another session's", `_csrf_token=${other?.csrf}`],
        ["a visitor's", `_csrf_token=${visitor?.csrf}`],
        ["one that is cut", `_csrf_token=${token.slice(0, -1)}`],
        ["one with a changed first letter", `_csrf_token=${token.startsWith("A") ? "B" : "A"}${token.slice(1)}`],
        ["a list", `_csrf_token[]=${token}`],
        ["an object", `_csrf_token[a]=${token}`],
        ["NUL", "_csrf_token=%00"],
        ["zeros", `_csrf_token=${"A".repeat(64)}`],
      ];
      const found: string[] = [];
      for (const [what, body] of bodies) {
        const { status } = await client.fork().send("PUT", stage.plan.accounts.settings, { body, headers: form });
        if (status !== 403) found.push(`${what} was answered with ${status}`);
      }
      const good = await client.fork().send("PUT", stage.plan.accounts.settings, { body: { _csrf_token: token } });
      return [...found, ...unless(good.status === 303, `one's own token was answered with ${good.status}`)];
    },
  },
  {
    id: "L05",
    does: "asks for what changes something by GET: overridden methods, log-out, prefetch",
    safe: "no session ends and nothing changes",
    quick: true,
    async run(stage) {
      const { client } = await newcomer(stage);
      const ways: readonly (readonly [path: string, headers: Readonly<Record<string, string>>])[] = [
        [`${stage.plan.accounts.logOut}?_method=delete`, {}],
        [stage.plan.accounts.logOut, { "x-http-method-override": "DELETE" }],
        [stage.plan.accounts.logOut, { purpose: "prefetch", "sec-purpose": "prefetch;prerender" }],
        [`${stage.plan.accounts.deleteAccount}?_method=delete`, { "x-method-override": "DELETE" }],
      ];
      for (const [path, headers] of ways)
        for (const method of ["GET", "HEAD"]) await client.fork().send(method, path, { headers });
      return unless(await isIn(stage, client), "a GET has ended the session");
    },
  },
];
