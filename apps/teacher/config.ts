import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Secret } from "livegate/token";
import { z } from "zod";

/** Everything that differs from one place where Teacher runs to another. */
export interface Config {
  readonly production: boolean;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Where people reach the app. */
  readonly url: URL;
  /** "sqlite:" and a path. */
  readonly databaseUrl: string;
  /** The first signs, all verify. */
  readonly secretKeyBase: readonly Secret[];
}

/** A setting that doesn't fit. Its message says all that there is to say, so the command line prints no stack. */
class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const Environment = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  PORT: z.coerce
    .number<string>("is no number")
    .int("is no whole number")
    .min(0)
    .max(65_535, "is above 65535")
    .default(4000),
  HOST: z.string().default("127.0.0.1"),
  URL: z.url({ protocol: /^https?$/, error: "is no http or https address" }).optional(),
  DATABASE_URL: z.string().startsWith("sqlite:", 'doesn\'t start with "sqlite:"').default("sqlite:teacher.db"),
  SECRET_KEY_BASE: z.string().min(64, "is shorter than 64 characters").optional(),
});

const remedies: Readonly<Record<keyof z.input<typeof Environment>, string>> = {
  NODE_ENV: "NODE_ENV=production",
  PORT: "PORT=4000",
  HOST: "HOST=127.0.0.1",
  URL: "URL=https://teacher.example",
  DATABASE_URL: "DATABASE_URL=sqlite:teacher.db",
  SECRET_KEY_BASE: 'SECRET_KEY_BASE=$(node -p "crypto.randomBytes(48).toString(`base64url`)")',
};

/**
 * Reads the settings from the environment; an empty variable counts as absent.
 *
 * @throws a ConfigError that names each variable that doesn't fit, with a value that does; never with the secret itself.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.keys(remedies).map((name) => [name, env[name] || undefined]));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) throw new ConfigError(explain(parsed.error.issues));
  const { NODE_ENV, PORT, HOST, URL: url, DATABASE_URL, SECRET_KEY_BASE } = parsed.data;
  const production = NODE_ENV === "production";
  if (production && !SECRET_KEY_BASE)
    throw new ConfigError(explain([{ path: ["SECRET_KEY_BASE"], message: "is missing" }]));
  return {
    production,
    port: PORT,
    host: HOST,
    url: new URL(url ?? `http://127.0.0.1:${PORT}`),
    databaseUrl: DATABASE_URL,
    // Several, with commas between them, while a new one takes over.
    secretKeyBase: (SECRET_KEY_BASE ?? developmentSecret()).split(",").map((key) => new Secret(key)),
  };
}

function explain(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const lines = issues.map(({ path: [name], message }) => {
    const remedy = remedies[name as keyof typeof remedies]; // The names of Environment, which are those of remedies.
    return `${String(name)} ${message}. Set it like this:\n\n    ${remedy}\n`;
  });
  return lines.join("\n");
}

/** A secret of this machine's own, made once and kept in a file that git ignores, so that sessions outlive a restart. */
function developmentSecret(): string {
  const file = fileURLToPath(new URL(".secret", import.meta.url));
  try {
    return readFileSync(file, "utf8");
  } catch {
    const secret = randomBytes(48).toString("base64url");
    writeFileSync(file, secret, { mode: 0o600 });
    return secret;
  }
}
