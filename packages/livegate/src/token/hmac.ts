import { hash } from "node:crypto";

/** SHA-256 works on blocks of so many bytes; a key of that very length enters HMAC as it is. */
const BLOCK_BYTES = 64;

/** The HMAC-SHA256 of a text under one key. */
export type Hmac = (text: string, encoding: "hex" | "base64url") => string;

/**
 * Prepares HMAC-SHA256 (RFC 2104) for a key of 64 ASCII characters.
 *
 * Node's own `createHmac` makes a native object for each text, which the garbage collector has to clear away: in a busy
 * server that costs three times as much as two one-shot hashes. The result is the same.
 */
export function hmacWith(key: string): Hmac {
  if (!/^[\0-\x7f]{64}$/.test(key)) throw new RangeError("An HMAC key has 64 ASCII characters.");
  // ASCII stays ASCII under both masks, so the inner block can stand before the text as text.
  const inner = masked(key, 0x36).toString("latin1");
  const outer = Buffer.concat([masked(key, 0x5c), Buffer.alloc(32)]);
  return (text, encoding) => {
    outer.write(hash("sha256", inner + text, "hex"), BLOCK_BYTES, "hex");
    return hash("sha256", outer, encoding);
  };
}

const masked = (key: string, mask: number): Buffer => Buffer.from(Buffer.from(key).map((byte) => byte ^ mask));
