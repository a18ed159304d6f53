import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { inspect } from "node:util";
import { LivegateError } from "../errors/livegate-error.ts";
import { endpointConfig } from "./config.ts";
import type { Environment } from "./settings-reader.ts";

const appDir = mkdtempSync(join(tmpdir(), "shop-"));
after(() => rmSync(appDir, { recursive: true }));

const secret = "s".repeat(64);
const live: Environment = {
  NODE_ENV: "production",
  URL: "https://shop.example",
  DATABASE_URL: "sqlite:/data/shop.db",
  SECRET_KEY_BASE: secret,
};

const read = (env: Environment) => endpointConfig(env, { appDir });

function refusal(env: Environment): LivegateError {
  try {
    read(env);
  } catch (error) {
    if (error instanceof LivegateError && error.code === "LG_CONFIG") return error;
    throw error;
  }
  return assert.fail("The settings were taken.");
}

test("an empty environment means development on this machine's port 4000", () => {
  const { secretKeyBase, databaseUrl, ...config } = read({ PORT: "", URL: " " });
  assert.equal(secretKeyBase.length, 1);
  assert.equal(databaseUrl.reveal(), `sqlite:${join(appDir, "db", appDir.split("/").at(-1) + ".db")}`);
  assert.deepEqual(config, {
    production: false,
    port: 4000,
    host: "127.0.0.1",
    url: new URL("http://127.0.0.1:4000"),
    logLevel: "info",
    pubsubUrl: null,
    mail: null,
    trustedProxies: [],
    allowedOrigins: [],
    metricsToken: null,
    nodeUrl: null,
    drainSeconds: 0,
  });
});

test("a node's address for the others is a host and a port", () => {
  assert.equal(read({ NODE_URL: "http://10.0.0.11:4000" }).nodeUrl?.origin, "http://10.0.0.11:4000");
  for (const wrong of ["10.0.0.11", "ftp://10.0.0.11", "http://user:secret@10.0.0.11:4000", "http://10.0.0.11/shop"])
    assert.throws(() => read({ NODE_URL: wrong }), /NODE_URL is ".*", not http or https with a host and a port/);
});

test("pages are sent away over a whole number of seconds", () => {
  assert.equal(read({ DRAIN_SECONDS: "15" }).drainSeconds, 15);
  for (const wrong of ["-1", "1.5", "soon", "1000"])
    assert.throws(() => read({ DRAIN_SECONDS: wrong }), /DRAIN_SECONDS is ".*", not a whole number from 0 to 999/);
});

test("a token for the metrics is long, and never shown", () => {
  const token = "0123456789abcdef".repeat(2);
  const { metricsToken } = read({ METRICS_TOKEN: token });
  assert.equal(metricsToken?.reveal(), token);
  assert.equal(String(metricsToken), "[secret]");
  for (const wrong of ["short", `${token} ${token}`])
    assert.throws(
      () => read({ METRICS_TOKEN: wrong }),
      /METRICS_TOKEN is shorter than 32 characters, or has white space/,
    );
});

test("the development secret is made once, long enough, and for its owner only", () => {
  const first = read({}).secretKeyBase[0]?.reveal() ?? "";
  assert.ok(first.length >= 64);
  assert.equal(read({}).secretKeyBase[0]?.reveal(), first);
  const file = join(appDir, ".livegate", "secret");
  assert.equal(readFileSync(file, "utf8"), first);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test("everything that is set is taken", () => {
  const config = read({
    ...live,
    PORT: "80",
    HOST: "0.0.0.0",
    LOG_LEVEL: "warn",
    TRUSTED_PROXIES: "10.0.0.0/8, ::1",
    ORIGINS: "https://www.shop.example http://localhost:3000",
  });
  assert.equal(config.production, true);
  assert.equal(config.port, 80);
  assert.equal(config.host, "0.0.0.0");
  assert.equal(config.url.href, "https://shop.example/");
  assert.equal(config.databaseUrl.reveal(), "sqlite:/data/shop.db");
  assert.equal(config.logLevel, "warn");
  assert.deepEqual(config.trustedProxies, ["10.0.0.0/8", "::1"]);
  assert.deepEqual(config.allowedOrigins, ["https://www.shop.example", "http://localhost:3000"]);
});

test("a mail server and a sender are taken together, the server without being shown", () => {
  for (const from of ["shop@example.com", "The Shop <shop@example.com>"]) {
    const { mail } = read({ SMTP_URL: "smtps://shop:hunter2@mail.example:465", MAIL_FROM: from });
    assert.deepEqual([mail?.url.reveal(), mail?.from], ["smtps://shop:hunter2@mail.example:465", from]);
    assert.ok(!inspect(mail).includes("hunter2"));
  }
});

test("of several secrets all are kept, in their order", () => {
  const next = "n".repeat(64);
  const { secretKeyBase } = read({ ...live, SECRET_KEY_BASE: `${next} ${secret}` });
  assert.deepEqual(
    secretKeyBase.map((key) => key.reveal()),
    [next, secret],
  );
});

const refused: readonly (readonly [setting: Environment, message: RegExp])[] = [
  [{ PORT: "http" }, /PORT is "http", not a whole number from 0 to 65535/],
  [{ PORT: "65536" }, /PORT is "65536"/],
  [{ PORT: "4e3" }, /PORT is "4e3"/],
  [{ NODE_ENV: "prod" }, /NODE_ENV is "prod", not one of development, test, production/],
  [{ LOG_LEVEL: "loud" }, /LOG_LEVEL is "loud"/],
  [{ URL: "shop.example" }, /URL is "shop\.example", no http or https address/],
  [{ URL: "ftp://shop.example" }, /no http or https address/],
  [{ URL: "https://shop.example/?a" }, /no more/],
  [{ DATABASE_URL: "mysql://db" }, /DATABASE_URL starts neither with "sqlite:" nor with "postgres:\/\/"/],
  [{ DATABASE_URL: "postgres:u:hunter2" }, /DATABASE_URL starts neither with "sqlite:" nor with "postgres:\/\/"/],
  [{ DATABASE_URL: "postgres://u:p@[db/shop" }, /DATABASE_URL is no URL/],
  [{ DATABASE_URL: "postgres://db/shop?pool=many" }, /DATABASE_URL has pool="many", not a number/],
  [{ PUBSUB_URL: "amqp://broker" }, /PUBSUB_URL starts neither with "redis:\/\/" nor with "postgres:\/\/"/],
  [{ PUBSUB_URL: "redis://u:p@[broker" }, /PUBSUB_URL is no URL/],
  [{ TRUSTED_PROXIES: "proxy" }, /TRUSTED_PROXIES has "proxy"/],
  [{ TRUSTED_PROXIES: "10.0.0.0/33" }, /TRUSTED_PROXIES has "10\.0\.0\.0\/33"/],
  [{ SMTP_URL: "mail.example", MAIL_FROM: "shop@example.com" }, /SMTP_URL is no address of a mail server/],
  [{ SMTP_URL: "https://mail.example", MAIL_FROM: "shop@example.com" }, /SMTP_URL is no address of a mail server/],
  [{ SMTP_URL: "smtps://mail.example" }, /MAIL_FROM is ""/],
  [{ SMTP_URL: "smtps://mail.example", MAIL_FROM: "shop\nbcc: eve@example.com" }, /MAIL_FROM is "shop/],
  [{ MAIL_FROM: "shop@example.com" }, /SMTP_URL/],
  [{ ORIGINS: "https://shop.example/" }, /ORIGINS has "https:\/\/shop\.example\/"/],
  [{ ...live, SECRET_KEY_BASE: undefined }, /SECRET_KEY_BASE is missing/],
  [{ ...live, SECRET_KEY_BASE: `${secret} short` }, /SECRET_KEY_BASE is shorter than 64/],
  [{ ...live, DATABASE_URL: undefined }, /DATABASE_URL is missing/],
  [{ ...live, URL: "http://shop.example" }, /in production it has to be https/],
];

for (const [setting, message] of refused) {
  test(`${inspect(setting, { breakLength: Infinity })} is refused`, () =>
    assert.match(refusal(setting).message, message));
}

test("a PostgreSQL server's URL is taken as it stands", () => {
  for (const DATABASE_URL of ["postgres://u:p@db:5432/shop?pool=20", "postgresql:///shop"]) {
    assert.equal(read({ DATABASE_URL }).databaseUrl.reveal(), DATABASE_URL);
  }
});

test("where nodes meet is taken as it stands", () => {
  for (const PUBSUB_URL of ["redis://u:p@broker:6379", "rediss://broker", "postgres://db/shop", "cluster:", "local:"]) {
    assert.equal(read({ PUBSUB_URL }).pubsubUrl?.reveal(), PUBSUB_URL);
  }
});

test("production takes http for this machine only", () => {
  for (const URL of ["http://localhost:4000", "http://127.0.0.1", "http://[::1]:4000"]) {
    assert.equal(read({ ...live, URL }).url.protocol, "http:");
  }
  assert.match(refusal({ ...live, URL: "http://localhost.shop.example" }).message, /https/);
});

test("all problems are told together, each with a line to paste", () => {
  const { message, remedy } = refusal({ NODE_ENV: "production", PORT: "x", URL: "y" });
  for (const name of ["PORT", "URL", "DATABASE_URL", "SECRET_KEY_BASE"]) {
    assert.match(message, new RegExp(`^- ${name} `, "m"));
    assert.match(remedy, new RegExp(`^${name}=`, "m"));
  }
});

test("the remedies mend what they are given for", () => {
  const { remedy } = refusal({ NODE_ENV: "production", PORT: "x", URL: "y", ORIGINS: "z", TRUSTED_PROXIES: "p" });
  const mended = Object.fromEntries(remedy.split("\n").map((line) => line.split(/=(.*)/).slice(0, 2)));
  assert.equal(read({ NODE_ENV: "production", ...mended }).production, true);
});

test("no secret is shown: not in a message, not in a printed config", () => {
  assert.ok(!refusal({ PUBSUB_URL: "redis://u:hunter2@[broker" }).message.includes("hunter2"));
  assert.ok(!refusal({ SECRET_KEY_BASE: "hunter2" }).message.includes("hunter2"));
  assert.ok(!refusal({ DATABASE_URL: "mysql://u:hunter2@db" }).message.includes("hunter2"));
  assert.ok(!refusal({ DATABASE_URL: "postgres://u:hunter2@[db" }).message.includes("hunter2"));
  assert.ok(!refusal({ URL: "https://u:hunter2@shop.example" }).message.includes("hunter2"));
  const config = read({ ...live, DATABASE_URL: "postgres://u:hunter2@db/shop" });
  for (const printed of [inspect(config), JSON.stringify(config)]) {
    assert.ok(!printed.includes(secret));
    assert.ok(!printed.includes("hunter2"));
  }
});
