import { timingSafeEqual } from "node:crypto";
import { LivegateError } from "../errors/livegate-error.ts";
import { type PurposeKeys, derivedKeys } from "./derived-keys.ts";
import { decryptText, encryptText } from "./encryption.ts";
import type { Secret } from "./secret.ts";
import { type Json, type TokenAge, type TokenResult, invalidToken, readTokenText, tokenText } from "./token-text.ts";

/** Signs, seals and reads tokens; made by `keyring`. Each purpose has keys of its own. */
export interface Keyring {
  /** A token that anyone can read and nobody can forge. `now` is in milliseconds; `value` up to about 48 kB of JSON. */
  sign(purpose: string, value: Json, now: number): string;
  /** Reads what `sign` made. Never throws: anything else is "invalid", or "expired". */
  verify(purpose: string, token: unknown, age: TokenAge): TokenResult;
  /** A token that only the server can read (AES-256-GCM). */
  seal(purpose: string, value: Json, now: number): string;
  /** Reads what `seal` made. Never throws. */
  open(purpose: string, token: unknown, age: TokenAge): TokenResult;
  /** 32 bytes that belong to `text` and can't be had without the secret (HMAC-SHA256). Not affected by older secrets. */
  mac(purpose: string, text: string): Buffer;
  /** The same by every secret, the first one's first: what `mac` gave before the secret was changed is among them. */
  macs(purpose: string, text: string): readonly Buffer[];
}

/** Characters of a token. Longer ones are refused unread, and none is made. */
const MAX_LENGTH = 65_536;

/**
 * Makes the keys of an app. The first secret signs and seals, all of them read: to change the secret put the new one
 * first, and remove the old one when what it signed has expired.
 *
 * Each secret has at least 32 characters, else `LG_SECRET_KEY_BASE` is thrown.
 *
 * @example
 * const keys = keyring(config.secretKeyBase);
 * const token = keys.sign("invitation", { album: 1 }, clock.now());
 * keys.verify("invitation", token, { now: clock.now(), maxAge: 3600 }); // { ok: true, value: { album: 1 }, issuedAt }
 */
export function keyring(secretKeyBases: readonly Secret[]): Keyring {
  const keysOf = derivedKeys(secretKeyBases);
  const first = (purpose: string): PurposeKeys => keysOf(purpose)[0]!; // There is at least one secret.
  return {
    sign(purpose, value, now) {
      const body = Buffer.from(tokenText(value, now)).toString("base64url");
      return checkedLength(purpose, `${body}.${first(purpose).sign(body, "base64url")}`);
    },
    verify(purpose, token, age) {
      const dot = isToken(token) ? token.lastIndexOf(".") : -1;
      if (!isToken(token) || dot < 0) return invalidToken;
      const [body, signature] = [token.slice(0, dot), Buffer.from(token.slice(dot + 1))];
      const fits = keysOf(purpose).some(({ sign }) => isEqual(Buffer.from(sign(body, "base64url")), signature));
      return fits ? readTokenText(Buffer.from(body, "base64url").toString(), age) : invalidToken;
    },
    seal: (purpose, value, now) =>
      checkedLength(purpose, encryptText(first(purpose).seal, tokenText(value, now)).toString("base64url")),
    open(purpose, token, age) {
      if (!isToken(token)) return invalidToken;
      const sealed = Buffer.from(token, "base64url");
      if (sealed.toString("base64url") !== token) return invalidToken; // Decoding overlooks letters that aren't in it.
      for (const { seal } of keysOf(purpose)) {
        const text = decryptText(seal, sealed);
        if (text !== null) return readTokenText(text, age);
      }
      return invalidToken;
    },
    mac: (purpose, text) => macOf(first(purpose), text),
    macs: (purpose, text) => keysOf(purpose).map((keys) => macOf(keys, text)),
  };
}

const macOf = ({ mac }: PurposeKeys, text: string): Buffer => Buffer.from(mac(text, "hex"), "hex");

const isToken = (token: unknown): token is string => typeof token === "string" && token.length <= MAX_LENGTH;

const isEqual = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

function checkedLength(purpose: string, token: string): string {
  if (token.length <= MAX_LENGTH) return token;
  const what = `A token for "${purpose}" has ${token.length} characters; ${MAX_LENGTH} are the limit.`;
  throw new LivegateError("LG_TOKEN_SIZE", what);
}
