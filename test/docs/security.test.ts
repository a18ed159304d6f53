import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import {
  checkPassword,
  defaultHashCost,
  defaultLifetimes,
  emailAddress,
  returnPath,
  throttleRates,
} from "livegate/auth";
import { defaultLiveLimits, endpointConfig } from "livegate/endpoint";
import { HashingPool, defaultPool } from "../../packages/livegate/src/auth/hashing-pool.ts";
import { newToken } from "../../packages/livegate/src/auth/opaque-token.ts";
import { TRIES, newCode } from "../../packages/livegate/src/auth/reauthentication.ts";
import { LOOK_EVERY } from "../../packages/livegate/src/auth/session-watch.ts";
import { serverLimits } from "../../packages/livegate/src/node/serve.ts";
import { csrfTokenFor } from "../../packages/livegate/src/plug/csrf.ts";
import { readSession, sessionCookie } from "../../packages/livegate/src/plug/session-cookie.ts";
import { Session } from "../../packages/livegate/src/plug/session.ts";
import { testContext } from "../../packages/livegate/src/plug/test-context.ts";
import { limits } from "../../packages/livegate/src/protocol/limits.ts";
import { ARRIVED_WITHIN } from "../../packages/livegate/src/runtime/farewell.ts";
import { readPageToken, signPageToken } from "../../packages/livegate/src/runtime/page-token.ts";
import teacher from "../../apps/teacher/web/router.ts";
import { sampleAppFor } from "../auth/sample-app/sample-app.ts";
import { logIn, registered } from "../auth/visiting.ts";
import { codeOf, tableRows } from "./tables.ts";

const PAGE = await readFile(new URL("../../docs/security.md", import.meta.url), "utf8");
const DAY = 24 * 60 * 60 * 1000;

const UNITS: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY,
  KiB: 1024,
  MiB: 1024 * 1024,
};

/** "10 seconds" in milliseconds, "64 KiB" in bytes, "1,000" as it is. */
function quantity(text: string): number {
  const [, digits = "", unit] = /^([\d,]+)(?: (\w+?)s?)?$/.exec(text) ?? assert.fail(`"${text}" is no quantity`);
  const factor = unit === undefined ? 1 : (UNITS[unit] ?? assert.fail(`"${unit}" is no unit`));
  return Number(digits.replaceAll(",", "")) * factor;
}

/** A table of names and quantities as an object. */
const quantities = (heading: string): Readonly<Record<string, number>> =>
  Object.fromEntries(tableRows(PAGE, heading).map(([name = "", much = ""]) => [codeOf(name), quantity(much)]));

test("lifetimes are the defaults", () => {
  const written = tableRows(PAGE, "name").map(([name = "", long = ""]) => [codeOf(name), quantity(long)]);
  assert.deepEqual(Object.fromEntries(written), { ...defaultLifetimes });
});

test("throttles are the defaults", () => {
  const rate = (cell: string) => {
    const [, burst = "", every = ""] = /^(\d+), then one in (.*)$/.exec(cell) ?? assert.fail(cell);
    return { burst: Number(burst), every: quantity(every) };
  };
  const written = tableRows(PAGE, "tries of");
  const rates = written.map(([what = "", account = "", network = "", device = ""]) => [
    codeOf(what),
    { account: rate(account), network: rate(network), device: rate(device) },
  ]);
  assert.deepEqual(Object.fromEntries(rates), throttleRates);
});

test("when open pages end is what the code says", () => {
  assert.deepEqual(quantities("open pages"), {
    "from one look at their sessions to the next": LOOK_EVERY,
    "from the answer to a log-out until the other tabs go on, in milliseconds": ARRIVED_WITHIN,
  });
});

test("limits are the defaults", () => {
  assert.deepEqual(quantities("wire"), { ...limits });
  assert.deepEqual(quantities("socket"), { ...defaultLiveLimits });
  assert.deepEqual(quantities("request"), { ...serverLimits });
});

/** The greatest number for which something holds that holds for 1: found by doubling, then by halving. */
function atMost(holds: (number: number) => boolean): number {
  let [yes, no] = [1, 2];
  while (holds(no)) [yes, no] = [no, no * 2];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** Letters that are no common password: each four of them are others. */
const letters = (count: number): string =>
  Array.from({ length: count }, (_, index) => String.fromCodePoint(0x4e00 + index)).join("");

const passwordFits = (length: number): boolean => checkPassword(letters(length)) === null;

const addressFits = (length: number): boolean =>
  length < 127 || emailAddress(`${"a".repeat(64)}@${"b".repeat(60)}.${"c".repeat(length - 126)}`) !== null;

/** How many of so many hashes at once are taken, and not run yet. */
function waiting(isKnown: boolean): number {
  const pool = new HashingPool({ ...defaultPool, size: 1 });
  const never = (): Promise<never> => new Promise(() => {});
  return Array.from({ length: 100 }, () => pool.run(never, isKnown)).filter((taken) => taken !== null).length - 1;
}

/** Days for which something can be read that was made at once. */
function daysOf(make: (context: ReturnType<typeof testContext>) => () => boolean): number {
  return atMost((days) => {
    const context = testContext();
    const isGood = make(context);
    context.clock.advance(days * DAY - 1);
    return isGood();
  });
}

function sessionIsRead(context: ReturnType<typeof testContext>): () => boolean {
  const session = new Session();
  session.put("theme", "dark");
  const [cookie = ""] = sessionCookie(session, context)?.split(";") ?? [];
  return () => readSession(cookie, context).get("theme") === "dark";
}

function pageTokenIsRead(context: ReturnType<typeof testContext>): () => boolean {
  const page = { id: "phx-1", viewName: "/", liveSession: "main", sessionId: "s", userSessionId: null, nonce: "n" };
  const token = signPageToken(context, page);
  return () => readPageToken(context, token) !== null;
}

/** Characters of the cookie of a session with so long a text. Throws where it is too long. */
function sessionCookieLength(textLength: number): number {
  const session = new Session();
  session.put("text", "x".repeat(textLength));
  const [, value = ""] = /=([^;]*)/.exec(sessionCookie(session, testContext()) ?? "") ?? [];
  return value.length;
}

const cookieFits = (textLength: number): boolean => succeeds(() => sessionCookieLength(textLength));

function succeeds(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

function secretFits(length: number): boolean {
  const env = { NODE_ENV: "production", DATABASE_URL: "sqlite:x.db", SECRET_KEY_BASE: "x".repeat(length) };
  return succeeds(() => endpointConfig(env, { appDir: "." }));
}

const bitsOf = (base64url: string): number => Buffer.from(base64url, "base64url").length * 8;

test("numbers about passwords and tokens are those of the code", async (t) => {
  const app = await sampleAppFor(t);
  const page = await app.client().get("/users/log_in");
  const [, nonce = ""] = /'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "") ?? [];
  assert.deepEqual(quantities("what"), {
    "characters of a password, at least": 1 + atMost((length) => !passwordFits(length)),
    "characters of a password, at most": atMost((length) => length < 12 || passwordFits(length)),
    "memory of a hash (argon2id)": defaultHashCost.memoryCost * 1024,
    "passes of a hash": defaultHashCost.timeCost,
    "threads of a hash": defaultHashCost.parallelism,
    "hashes that wait, before further ones get 503": waiting(true),
    "of these for devices that have logged in before": waiting(true) - waiting(false),
    "bits of a session's or a link's token": bitsOf(newToken().token),
    "characters of a mailed code": newCode(randomBytes(8)).length,
    "wrong guesses after which a code is void": TRIES,
    "characters of an e-mail address, at most": atMost(addressFits),
    "characters of a CSRF token": csrfTokenFor(new Session(), testContext()).length,
    "bits of a page's nonce": bitsOf(nonce),
    "days for which a page's token is read": daysOf(pageTokenIsRead),
    "days for which an unused browser session is read": daysOf(sessionIsRead),
    "characters of the session's cookie, at most": sessionCookieLength(atMost(cookieFits)),
    "characters of the way back, at most": atMost(
      (length) => returnPath(`/${"a".repeat(length - 1)}`, testContext()) !== null,
    ),
    "characters of `SECRET_KEY_BASE` in production, at least": 1 + atMost((length) => !secretFits(length)),
  });
});

test("cookies have the names and attributes of a real log-in", async (t) => {
  const app = await sampleAppFor(t);
  await registered(app);
  const loggedIn = await logIn(app.client());
  const set = loggedIn.setCookies.map((line) => {
    const [, name = "", attributes = ""] = /^([^=]+)=[^;]*; (.*)$/.exec(line) ?? [];
    return `${name} ${attributes.replace(/Max-Age=\d+; /, "")}`;
  });
  const written = tableRows(PAGE, "cookie").map(
    ([name = "", , attributes = ""]) => `${codeOf(name)} ${codeOf(attributes)}`,
  );
  assert.deepEqual(set.toSorted(), written.toSorted());
});

test("headers are those of a real page", async (t) => {
  const app = await sampleAppFor(t);
  const { headers } = await app.client().get("/users/log_in");
  for (const [name = "", value = ""] of tableRows(PAGE, "header")) {
    const sent = headers.get(codeOf(name))?.replaceAll(/nonce-[\w-]+/g, "nonce-…");
    assert.equal(sent, codeOf(value), name);
  }
});

test("sessions side by side live on, as many as there are", async (t) => {
  const app = await sampleAppFor(t);
  const clients = [await registered(app), ...Array.from({ length: 8 }, () => app.client())];
  for (const client of clients.slice(1)) await logIn(client);
  const pages = await Promise.all(clients.map((client) => client.get("/")));
  assert.deepEqual(
    pages.map(({ status }) => status),
    clients.map(() => 200),
  );
});

test("the ways in are the routes of Teacher whose handlers log somebody in", () => {
  const handlers = teacher.routes.filter(
    ({ route }) => route.kind === "plain" && /\blogInUser\(/.test(`${route.handler}`),
  );
  const ways = handlers.map(({ route }) => (route.kind === "plain" ? `${route.method} ${route.pattern}` : ""));
  assert.deepEqual(
    ways.toSorted(),
    tableRows(PAGE, "route")
      .map(([route = ""]) => codeOf(route))
      .toSorted(),
  );
});

test("words of the context are refused: the app's name, and parts of the address", () => {
  const not = ["Teacher", "ada.lovelace@example.com"];
  for (const password of ["teacher-teacher-1", "ada.lovelace@example.com", "lovelace-lovelace"])
    assert.match(checkPassword(password, { not }) ?? "", /names/, password);
});

test("numbers stand in tables, where they are compared; outside of them are only names and statuses", () => {
  const prose = PAGE.replaceAll(/^\|.*$/gm, "").replaceAll(/`[^`]*`/g, "");
  const known = /\b(?:AES-256|SHA-256|IPv[46]|\/64|ASVS 5\.0|403|421)\b|\/64/g;
  assert.deepEqual(prose.replaceAll(known, "").match(/\d+/g), null);
});
