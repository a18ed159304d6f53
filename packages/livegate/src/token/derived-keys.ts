import { hkdfSync } from "node:crypto";
import { LivegateError } from "../errors/livegate-error.ts";
import { type Hmac, hmacWith } from "./hmac.ts";
import type { Secret } from "./secret.ts";

/** The keys of one secret for one purpose. */
export interface PurposeKeys {
  readonly sign: Hmac;
  readonly seal: Buffer;
  readonly mac: Hmac;
}

const MIN_SECRET_LENGTH = 32;

/**
 * Derives keys by purpose (HKDF-SHA256), once each: those of the first secret, then those of the others.
 *
 * Purposes are words of the program, so that few are kept. A secret that is too short throws `LG_SECRET_KEY_BASE`.
 */
export function derivedKeys(secrets: readonly Secret[]): (purpose: string) => readonly PurposeKeys[] {
  checkSecrets(secrets);
  const cache = new Map<string, readonly PurposeKeys[]>();
  return (purpose) => {
    const known = cache.get(purpose);
    if (known) return known;
    const keys = secrets.map((secret) => purposeKeys(secret, purpose));
    cache.set(purpose, keys);
    return keys;
  };
}

function purposeKeys(secret: Secret, purpose: string): PurposeKeys {
  const key = (use: string): Buffer =>
    Buffer.from(hkdfSync("sha256", secret.reveal(), "", `livegate ${use} ${purpose}`, 32));
  return { sign: hmacWith(key("sign").toString("hex")), seal: key("seal"), mac: hmacWith(key("mac").toString("hex")) };
}

function checkSecrets(secrets: readonly Secret[]): void {
  if (secrets.length === 0) throw new LivegateError("LG_SECRET_KEY_BASE", "keyring() was given no secret.");
  const length = Math.min(...secrets.map((secret) => secret.reveal().length));
  if (length >= MIN_SECRET_LENGTH) return;
  throw new LivegateError("LG_SECRET_KEY_BASE", `A secret has ${length} characters; ${MIN_SECRET_LENGTH} are needed.`);
}
