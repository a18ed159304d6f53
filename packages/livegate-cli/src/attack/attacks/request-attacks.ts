import { newClient } from "../ground.ts";
import { type Stage, pathFor, presenceOf } from "../stage.ts";
import type { HttpAnswer } from "../wire/http-answer.ts";
import type { Attack } from "./attack.ts";
import { newcomer, unless } from "./newcomer.ts";

/** Paths of everything that is got. */
const readPaths = (stage: Stage): readonly string[] =>
  stage.entries.flatMap(({ kind, name, at }) =>
    kind === "live" || (kind === "route" && name.startsWith("GET ")) ? [pathFor(at, stage, {})] : [],
  );

const valueOf = ({ headers }: HttpAnswer, name: string): string => headers.get(name)?.join(", ") ?? "";

/** What every page has to say of itself, and nothing besides. */
function headerFaults(answer: HttpAnswer): readonly string[] {
  const policy = valueOf(answer, "content-security-policy");
  const cookies = answer.headers.get("set-cookie") ?? [];
  return [
    ...unless(
      /script-src [^;]*'nonce-/.test(policy) && !/unsafe-(?:inline|eval)/.test(policy),
      `the policy is "${policy}"`,
    ),
    ...unless(/frame-ancestors 'none'/.test(policy) && /base-uri/.test(policy), "frames or bases are allowed"),
    ...unless(valueOf(answer, "x-content-type-options") === "nosniff", "it may be sniffed"),
    ...unless(valueOf(answer, "referrer-policy") !== "", "there is no policy about referrers"),
    ...unless(valueOf(answer, "cross-origin-opener-policy") === "same-origin", "foreign windows reach it"),
    ...unless(
      /max-age=(?:3153600\d|\d{9,})/.test(valueOf(answer, "strict-transport-security")),
      "there is no HSTS of a year",
    ),
    ...unless(valueOf(answer, "server") + valueOf(answer, "x-powered-by") === "", "it says what serves it"),
    ...unless(answer.body === "" || /charset=utf-8/i.test(valueOf(answer, "content-type")), "its charset isn't said"),
    ...unless(valueOf(answer, "access-control-allow-origin") === "", "it is shared with other origins"),
    ...cookies.flatMap((cookie) =>
      unless(
        cookie.startsWith("__Host-") &&
          /; ?Secure/i.test(cookie) &&
          /; ?HttpOnly/i.test(cookie) &&
          /; ?SameSite=Lax/i.test(cookie) &&
          !/; ?Domain/i.test(cookie) &&
          cookie.length < 4_096,
        `a cookie is written as ${cookie.replace(/=[^;]*/, "=…")}`,
      ),
    ),
  ];
}

/** Attacks by requests: their heads and their hosts. */
export const requestAttacks: readonly Attack[] = [
  {
    id: "L06",
    does: "reads the headers of every page, of pages that aren't there, and of refusals",
    safe: "each has its policy, HSTS, no sniffing, no banner, no sharing; cookies are __Host-, Secure, HttpOnly, Lax",
    quick: true,
    async run(stage) {
      const found: string[] = [];
      for (const { name, client } of [presenceOf(stage, "user"), presenceOf(stage, "nobody")]) {
        for (const path of [...readPaths(stage), "/nothing/of/the/kind"]) {
          const answer = await client.fork().get(path, { origin: "https://evil.example" });
          const isRedirect = answer.status >= 300 && answer.status < 400;
          const faults = headerFaults(answer).filter((fault) => !isRedirect || !fault.includes("charset"));
          found.push(...faults.map((fault) => `GET ${path} as ${name}, ${answer.status}: ${fault}`));
        }
      }
      const refused = await newClient(stage.ground).send("PUT", stage.plan.accounts.settings, { body: {} });
      return [...found, ...headerFaults(refused).map((fault) => `a refused form: ${fault}`)];
    },
  },
  {
    id: "K51",
    does: "asks under another host: Host, X-Forwarded-Host, Forwarded, an absolute address, two hosts",
    safe: "421 or 400, and nothing that is answered names the other host",
    quick: true,
    async run(stage) {
      const client = newClient(stage.ground);
      const { host } = stage.ground.url;
      const path = stage.plan.accounts.logIn;
      const refused: readonly (readonly [what: string, head: string])[] = [
        ["another Host", `GET ${path} HTTP/1.1\r\nHost: evil.example\r\n`],
        ["no Host", `GET ${path} HTTP/1.1\r\n`],
        ["two Hosts", `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n`],
        ["an absolute address", `GET http://evil.example${path} HTTP/1.1\r\nHost: ${host}\r\n`],
        ["a host that begins like ours", `GET ${path} HTTP/1.1\r\nHost: ${host}.evil.example\r\n`],
        ["a host with a user", `GET ${path} HTTP/1.1\r\nHost: ${host}@evil.example\r\n`],
      ];
      const found: string[] = [];
      for (const [what, head] of refused) {
        const { status } = await client.raw(`${head}Connection: close\r\n\r\n`);
        if (status !== 421 && status !== 400) found.push(`${what} was answered with ${status}`);
      }
      const { body, head } = await client.get(path, {
        "x-forwarded-host": "evil.example",
        forwarded: "host=evil.example",
        "x-original-url": "/users/settings",
        "x-rewrite-url": "/users/settings",
      });
      return [...found, ...unless(!`${head}${body}`.includes("evil.example"), "a forwarded host stands in the answer")];
    },
  },
  {
    id: "L07",
    does: "uses methods that nobody means: TRACE, CONNECT, OPTIONS, unknown ones, and those of another route",
    safe: "refused, nothing of the request is sent back",
    quick: true,
    async run(stage) {
      const { client } = presenceOf(stage, "user");
      const found: string[] = [];
      for (const method of ["TRACE", "CONNECT", "OPTIONS", "FOO", "PATCH", "PROPFIND", "get"]) {
        const { status, body } = await client
          .fork()
          .send(method, stage.plan.accounts.settings, { headers: { "x-canary": "sent-back" } });
        if (status >= 200 && status < 400) found.push(`${method} was answered with ${status}`);
        if (body.includes("sent-back")) found.push(`${method} sends a header back`);
      }
      return found;
    },
  },
  {
    id: "L08",
    does: "smuggles a second request: two lengths, a length and chunks, folded and spaced headers, bare line feeds",
    safe: "400 and the end of the connection: the second request is never answered",
    quick: true,
    async run(stage) {
      const client = newClient(stage.ground);
      const { host } = stage.ground.url;
      const second = `GET /smuggled HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
      const head = `POST ${stage.plan.accounts.logIn} HTTP/1.1\r\nHost: ${host}\r\n`;
      const bodies: readonly (readonly [what: string, bytes: string])[] = [
        ["two lengths", `${head}Content-Length: 0\r\nContent-Length: ${second.length}\r\n\r\n${second}`],
        ["a length and chunks", `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${second}`],
        ["chunks of another name", `${head}Content-Length: 4\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${second}`],
        ["a space before the colon", `${head}Content-Length : ${second.length}\r\n\r\n${second}`],
        [
          "a folded header",
          `${head}X-A: b\r\n Content-Length: 9\r\nContent-Length: ${second.length}\r\nContent-Length: 0\r\n\r\n${second}`,
        ],
        ["a length below zero", `${head}Content-Length: -1\r\n\r\n${second}`],
        ["a length in other digits", `${head}Content-Length: 0x10\r\n\r\n${second}`],
        ["a chunk that is cut", `${head}Transfer-Encoding: chunked\r\n\r\nZZ\r\n\r\n${second}`],
        ["NUL in a header", `${head}X-A: a\0b\r\nContent-Length: 0\r\n\r\n`],
      ];
      const found: string[] = [];
      for (const [what, bytes] of bodies) {
        const { status } = await client.raw(bytes);
        if (status !== 400 && status !== 0 && status !== 501) found.push(`${what} was answered with ${status}`);
      }
      const logged = stage.ground.log()?.includes("/smuggled") ?? false;
      return [...found, ...unless(!logged, "the second request was heard")];
    },
  },
  {
    id: "L09",
    does: "logs in with a way back that leads elsewhere, in forty spellings",
    safe: "the redirect stays in the app",
    async run(stage) {
      const { account } = await newcomer(stage);
      const { form, logIn } = stage.plan.accounts;
      const found: string[] = [];
      for (const wayBack of waysElsewhere) {
        const client = newClient(stage.ground);
        const answer = await client.post(logIn, {
          by: "password",
          return_to: wayBack,
          [`${form}[email]`]: account.email,
          [`${form}[password]`]: account.password,
        });
        const to = valueOf(answer, "location");
        const leadsTo = URL.parse(to, stage.ground.url);
        if (answer.status !== 429 && (leadsTo?.origin !== stage.ground.url.origin || /^\/[\\/]/.test(to)))
          found.push(`${JSON.stringify(wayBack)} leads to ${JSON.stringify(to)}`);
        if (answer.status === 429) break;
      }
      return found;
    },
  },
  {
    id: "K52",
    does: "asks for private pages in dresses that a shared cache would keep",
    safe: "no-store, and no page under a file's name",
    quick: true,
    async run(stage) {
      const { client } = presenceOf(stage, "user");
      const page = await client.fork().get(stage.plan.accounts.settings);
      const found = [...unless(/no-store/.test(valueOf(page, "cache-control")), "a private page may be kept")];
      for (const end of ["/x.css", ";x.css", "%2fx.css", "/..%2fx.js", ".css", "?x.css#"]) {
        const { status, body } = await client.fork().get(`${stage.plan.accounts.settings}${end.replace("#", "")}`);
        if (status === 200 && !end.startsWith("?") && body.includes("current_password"))
          found.push(`${end} shows the page`);
      }
      return found;
    },
  },
  {
    id: "L13",
    does: "loads the scripts and styles of a page as its user and as a stranger",
    safe: "they are the same for everybody: another site that embeds them learns nothing",
    quick: true,
    async run(stage) {
      const { client } = presenceOf(stage, "user");
      const page = await client.fork().get(stage.plan.accounts.settings);
      const files = new Set(
        Array.from(page.body.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g), ([, path = ""]) => path),
      );
      const found: string[] = [];
      for (const path of files) {
        const [own, foreign] = [await client.fork().get(path), await newClient(stage.ground).get(path)];
        const isSame = own.status === 200 && own.status === foreign.status && own.body === foreign.body;
        if (!isSame || /set-cookie/i.test(own.head)) found.push(`${path} is another one for who is logged in`);
      }
      return [...found, ...unless(files.size > 0, "the page has no scripts and no styles")];
    },
  },
  {
    id: "L10",
    does: "looks for what belongs to development and to the machine: mailbox, sources, settings, database, other folders",
    safe: "404 or 400",
    quick: true,
    async run(stage) {
      const client = newClient(stage.ground);
      const paths = [
        "/dev",
        "/dev/mailbox",
        "/dev/components",
        "/livegate/dev",
        "/.env",
        "/config.ts",
        "/package.json",
        "/audit.lock",
        "/attack.ts",
        "/db/app.db",
        "/.git/config",
        "/assets/app.js.map",
        "/assets/../../config.ts",
        "/assets/%2e%2e/%2e%2e/config.ts",
        "/..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/%5c..%5c..%5cconfig.ts",
        "/favicon.svg%00.html",
        "/__test/config",
        "/metrics",
        "/debug",
        "/server-status",
      ];
      const found: string[] = [];
      for (const path of paths) {
        const { status } = await client.get(path);
        if (status < 300) found.push(`GET ${path} was answered with ${status}`);
      }
      return found;
    },
  },
];

const waysElsewhere: readonly string[] = [
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "\\/evil.example",
  "https://evil.example",
  "HTTPS:evil.example",
  "https:/evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r/evil.example",
  "\t//evil.example",
  " //evil.example",
  "/%09/evil.example",
  "/%0a/evil.example",
  "/%2f/evil.example",
  "/%5cevil.example",
  "/..//evil.example",
  "/.//evil.example",
  "/./\\evil.example",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "data:text/html,x",
  "@evil.example",
  "/@evil.example",
  ".evil.example",
  "//evil.example@app",
  "//[::1]",
  "/\u2028/evil.example",
  "／／evil.example",
  "/。/evil.example",
  "/?q=//evil.example\r\nx-injected: 1",
  "/\r\nx-injected: 1",
  "%2f%2fevil.example",
  "http:evil.example",
  "//evil%E3%80%82example",
  "/users/log_out",
  "/a".repeat(2_000),
  "",
  "null",
];
