import { isIP } from "node:net";
import { basename, join, resolve } from "node:path";
import { Secret } from "../token/secret.ts";
import { developmentSecret, freshSecret } from "./development-secret.ts";
import { type Environment, SettingsReader } from "./settings-reader.ts";
import { refusedUrl } from "./url-rule.ts";

/** What differs from one place where an app runs to another. Prints without its secrets. */
export interface EndpointConfig {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  /** Where people reach the app; a path in it is the base of all its pages. */
  readonly url: URL;
  /** What `openDatabase` takes; it may hold a password. */
  readonly databaseUrl: Secret;
  /** Where the app's nodes meet, as `appPubSub` takes it; null for what is usual. It may hold a password. */
  readonly pubsubUrl: Secret | null;
  /** The first signs, all verify. */
  readonly secretKeyBase: readonly Secret[];
  readonly logLevel: LogLevel;
  /** Which server takes the app's mails, and whom they are from; null where none was named. */
  readonly mail: MailConfig | null;
  /** Addresses and networks whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Origins besides the URL's own whose pages may open the socket. */
  readonly allowedOrigins: readonly string[];
  /** Who names it gets the metrics; null: nobody does. */
  readonly metricsToken: Secret | null;
  /** Where the other nodes of the app reach this one; null where they don't. */
  readonly nodeUrl: URL | null;
  /** Over how many seconds pages are sent to other nodes when this one stops. */
  readonly drainSeconds: number;
}

/** How mails leave the app. */
export interface MailConfig {
  /** "smtps://user:password@host:port" or "smtp://…". */
  readonly url: Secret;
  /** An address, or a name and an address: "Teacher <teacher@example.com>". */
  readonly from: string;
}

/** How much is logged: what is below it isn't written. */
export type LogLevel = (typeof LOG_LEVELS)[number];

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

const SECRET_LENGTH = 64;

/**
 * Reads an app's settings from environment variables. An empty variable counts as absent.
 *
 * | variable | absent in development | absent in production |
 * | --- | --- | --- |
 * | `NODE_ENV` | `development` | |
 * | `PORT`, `HOST` | 4000, 127.0.0.1 | the same |
 * | `URL` | `http://127.0.0.1:PORT` | the same; elsewhere than on this machine only https |
 * | `DATABASE_URL` | `sqlite:db/<name of appDir>.db` | refused |
 * | `PUBSUB_URL` | this process, or the workers of this machine | the same |
 * | `SECRET_KEY_BASE` | made once, in `.livegate/secret` | refused |
 * | `LOG_LEVEL` | `info` | `info` |
 * | `SMTP_URL`, `MAIL_FROM` | mails are kept in a mailbox | refused by an app that sends mails |
 * | `TRUSTED_PROXIES`, `ORIGINS` | none | none |
 * | `METRICS_TOKEN` | no metrics | no metrics |
 * | `DRAIN_SECONDS` | 0 | 0 |
 * | `NODE_URL` | other nodes don't reach this one | the same |
 *
 * `DATABASE_URL` is `sqlite:` and a path, or `postgres://user:password@host:port/database`. `PUBSUB_URL` is `redis://…`,
 * `postgres://…`, `cluster:` or `local:`. Several secrets are separated by
 * spaces: the first signs, all verify.
 *
 * @throws LG_CONFIG that names every variable which doesn't fit, with lines that do.
 * @example
 * const config = endpointConfig(process.env, { appDir: import.meta.dirname });
 */
export function endpointConfig(env: Environment, { appDir }: { readonly appDir: string }): EndpointConfig {
  const settings = new SettingsReader(env);
  const production = settings.choice("NODE_ENV", ["development", "test", "production"], "development") === "production";
  const port = readPort(settings);
  const config: EndpointConfig = {
    production,
    port,
    host: settings.text("HOST") ?? "127.0.0.1",
    url: readUrl(settings, { port, production }),
    databaseUrl: readDatabaseUrl(settings, { appDir, production }),
    pubsubUrl: readPubSubUrl(settings),
    secretKeyBase: readSecrets(settings, { appDir, production }),
    logLevel: settings.choice("LOG_LEVEL", LOG_LEVELS, "info"),
    mail: readMail(settings),
    trustedProxies: readProxies(settings),
    allowedOrigins: readOrigins(settings),
    metricsToken: readMetricsToken(settings),
    nodeUrl: readNodeUrl(settings),
    drainSeconds: readDrainSeconds(settings),
  };
  settings.check();
  return config;
}

interface Place {
  readonly appDir: string;
  readonly production: boolean;
}

function readPort(settings: SettingsReader): number {
  const text = settings.text("PORT") ?? "4000";
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  settings.refuse(`PORT is ${JSON.stringify(text)}, not a whole number from 0 to 65535.`, "PORT=4000");
  return 4000;
}

function readUrl(settings: SettingsReader, { port, production }: { port: number; production: boolean }): URL {
  const text = settings.text("URL") ?? `http://127.0.0.1:${port}`;
  const url = URL.parse(text);
  const refuse = (why: string): URL => {
    settings.refuse(`URL ${why}`, "URL=https://app.example");
    return new URL("http://127.0.0.1");
  };
  if (!url || !/^https?:$/.test(url.protocol)) return refuse(`is ${JSON.stringify(text)}, no http or https address.`);
  if (url.username || url.password || url.search || url.hash)
    return refuse("may have a host, a port and a path, no more.");
  const refused = production && refusedUrl(url);
  return refused ? refuse(refused) : url;
}

function readDatabaseUrl(settings: SettingsReader, { appDir, production }: Place): Secret {
  const name = basename(resolve(appDir));
  const url = settings.text("DATABASE_URL");
  // Whatever is wrong with it, it may hold a password.
  const wrong = url && wrongDatabaseUrl(url);
  const isServer = url?.startsWith("postgres") ?? false;
  const right = isServer ? `postgres://user:password@127.0.0.1:5432/${name}` : `sqlite:db/${name}.db`;
  if (wrong) settings.refuse(`DATABASE_URL ${wrong}.`, `DATABASE_URL=${right}`);
  if (!url && production)
    settings.refuse("DATABASE_URL is missing.", `DATABASE_URL=sqlite:/var/lib/${name}/${name}.db`);
  return new Secret(url ?? `sqlite:${join(appDir, "db", `${name}.db`)}`);
}

const noUrl = `is no URL: special characters in a password are written like %40 for "@", and a port is 65535 at most`;

function wrongDatabaseUrl(url: string): string | null {
  if (url.startsWith("sqlite:")) return null;
  if (!/^postgres(?:ql)?:\/\//.test(url)) return `starts neither with "sqlite:" nor with "postgres://"`;
  const parsed = URL.parse(url);
  if (!parsed) return noUrl;
  const pool = parsed.searchParams.get("pool");
  return pool === null || /^[1-9]\d{0,3}$/.test(pool)
    ? null
    : `has pool=${JSON.stringify(pool)}, not a number of connections`;
}

function readPubSubUrl(settings: SettingsReader): Secret | null {
  const url = settings.text("PUBSUB_URL");
  if (url === null) return null;
  // It may hold a password.
  const remedy = "PUBSUB_URL=redis://127.0.0.1:6379";
  const wrong = !/^(?:rediss?|postgres(?:ql)?):\/\/|^(?:cluster|local):$/.test(url)
    ? 'starts neither with "redis://" nor with "postgres://", and is neither "cluster:" nor "local:"'
    : !url.endsWith(":") && !URL.canParse(url) && noUrl;
  if (wrong) settings.refuse(`PUBSUB_URL ${wrong}.`, remedy);
  return new Secret(url);
}

function readSecrets(settings: SettingsReader, { appDir, production }: Place): readonly Secret[] {
  const given = settings.text("SECRET_KEY_BASE");
  if (!given && !production) return [new Secret(developmentSecret(appDir))];
  const secrets = given?.split(/\s+/) ?? [];
  const wrong = !given
    ? "is missing"
    : secrets.some((secret) => secret.length < SECRET_LENGTH) && `is shorter than ${SECRET_LENGTH} characters`;
  if (wrong) settings.refuse(`SECRET_KEY_BASE ${wrong}. Here is a new one.`, `SECRET_KEY_BASE=${freshSecret()}`);
  return secrets.map((secret) => new Secret(secret));
}

function readMail(settings: SettingsReader): MailConfig | null {
  const [text, from] = [settings.text("SMTP_URL"), settings.text("MAIL_FROM")];
  if (text === null && from === null) return null;
  const url = URL.parse(text ?? "");
  // It may hold a password.
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === "")
    settings.refuse("SMTP_URL is no address of a mail server.", "SMTP_URL=smtps://user:password@mail.example.com");
  if (from === null || !/^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/.test(from))
    settings.refuse(`MAIL_FROM is ${JSON.stringify(from ?? "")}, no address.`, "MAIL_FROM=App <app@example.com>");
  return { url: new Secret(text ?? ""), from: from ?? "" };
}

function readMetricsToken(settings: SettingsReader): Secret | null {
  const token = settings.text("METRICS_TOKEN");
  if (token === null) return null;
  if (!/^\S{32,}$/.test(token)) {
    const what = "METRICS_TOKEN is shorter than 32 characters, or has white space in it. Here is a new one.";
    settings.refuse(what, `METRICS_TOKEN=${freshSecret().slice(0, 48)}`);
  }
  return new Secret(token);
}

function readNodeUrl(settings: SettingsReader): URL | null {
  const text = settings.text("NODE_URL");
  if (text === null) return null;
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, "")) return url;
  const what = `NODE_URL is ${JSON.stringify(text)}, not http or https with a host and a port, and no more.`;
  settings.refuse(what, "NODE_URL=http://10.0.0.11:4000");
  return null;
}

function readDrainSeconds(settings: SettingsReader): number {
  const text = settings.text("DRAIN_SECONDS") ?? "0";
  if (/^\d{1,3}$/.test(text)) return Number(text);
  settings.refuse(`DRAIN_SECONDS is ${JSON.stringify(text)}, not a whole number from 0 to 999.`, "DRAIN_SECONDS=10");
  return 0;
}

function readProxies(settings: SettingsReader): readonly string[] {
  const proxies = settings.list("TRUSTED_PROXIES");
  for (const proxy of proxies.filter((each) => !isNetwork(each))) {
    const what = `TRUSTED_PROXIES has ${JSON.stringify(proxy)}, neither an address nor a network.`;
    settings.refuse(what, "TRUSTED_PROXIES=10.0.0.0/8,::1");
  }
  return proxies;
}

function isNetwork(text: string): boolean {
  const [, address = "", bits = "0"] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits) <= (family === 6 ? 128 : 32);
}

function readOrigins(settings: SettingsReader): readonly string[] {
  const origins = settings.list("ORIGINS");
  for (const origin of origins.filter((each) => URL.parse(each)?.origin !== each)) {
    const what = `ORIGINS has ${JSON.stringify(origin)}, which is no origin: a scheme, a host and perhaps a port.`;
    settings.refuse(what, "ORIGINS=https://www.app.example");
  }
  return origins;
}
