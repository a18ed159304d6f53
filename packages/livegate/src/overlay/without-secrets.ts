import { isSecretName } from "../plug/redact.ts";

const REDACTED = "[redacted]";

/** Shorter values are words that stand anywhere. */
const SECRET_LENGTH = 8;

/**
 * A text of an error or a source as a page may show it, even to one who develops: screens are shared. Gone are the values of
 * secret environment variables, the user part of URLs, and texts that are given to something with a secret's name.
 */
export function withoutSecrets(text: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  let clean = text;
  for (const [name, value = ""] of Object.entries(env)) {
    if (!isSecretName(name)) continue;
    for (const secret of value.split(/\s+/))
      if (secret.length >= SECRET_LENGTH) clean = clean.replaceAll(secret, REDACTED);
  }
  return clean
    .replace(/(\b[a-z][\w+.-]*:\/\/)[^\s/@"'`]+@/gi, `$1${REDACTED}@`)
    .replace(
      /([\w-]+)(["']?\s*[:=]\s*)(["'`])([^"'`\n]+)\3/g,
      (all: string, name: string, sign: string, quote: string) =>
        isSecretName(name) ? `${name}${sign}${quote}${REDACTED}${quote}` : all,
    );
}
