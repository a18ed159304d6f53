const REDACTED = "[redacted]";

/** Characters of a URL in the log. */
const MAX_LENGTH = 2_000;

/** Names whose values are nobody's business: passwords, codes, tokens, cards. */
const secretName =
  /passw|passcode|passphrase|secret|token|credential|authorization|cookie|card_?num|(?<![a-z])(?:otp|pin|cvc|cvv)(?![a-z])/i;

/** Whether a field, header or setting of that name holds a secret. */
export const isSecretName = (name: string): boolean => secretName.test(name);

/**
 * A URL that may be logged: values of secret names are gone from the query, and so are path segments that look like
 * tokens (40 and more letters of base64url). What goes beyond 2,000 characters is cut off: who asks chooses the length.
 *
 * @example
 * redactUrl("/live/websocket?_csrf_token=abc&vsn=2.0.0"); // "/live/websocket?_csrf_token=[redacted]&vsn=2.0.0"
 */
export function redactUrl(url: string): string {
  const [, path = "", query] = /^([^?]*)(?:\?(.*))?$/s.exec(url) ?? [];
  const clean = path.split("/").map((segment) => (/^[\w-]{40,}$/.test(segment) ? REDACTED : segment));
  const whole = query === undefined ? clean : [`${clean.join("/")}?${query.split("&").map(redactPair).join("&")}`];
  return shortened(whole.join("/"));
}

// Cut after the secrets are gone: of half a token one wouldn't see that it is one.
const shortened = (url: string): string => (url.length > MAX_LENGTH ? `${url.slice(0, MAX_LENGTH)}…` : url);

function redactPair(pair: string): string {
  const equals = pair.indexOf("=");
  return equals > 0 && isSecretName(decoded(pair.slice(0, equals))) ? pair.slice(0, equals + 1) + REDACTED : pair;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A copy of the fields of a log line without secrets, down to three levels. */
export function redactFields(fields: object, depth = 3): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    clean[name] = isSecretName(name) ? REDACTED : redactValue(name, value, depth);
  }
  return clean;
}

const urlName = /^(?:url|path|href|referr?er|location|to)$/i;

function redactValue(name: string, value: unknown, depth: number): unknown {
  if (typeof value === "string") return urlName.test(name) ? redactUrl(value) : value;
  // Errors and other objects of a class are printed by their serializers.
  const isPlain = typeof value === "object" && value !== null && isPlainObject(value);
  return isPlain && depth > 1 ? redactFields(value, depth - 1) : value;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
