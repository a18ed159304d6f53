import { createCipheriv, createDecipheriv } from "node:crypto";
import { randomBytesOf } from "./random-token.ts";

const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a text under a fresh nonce: nonce, tag, then the text. */
export function encryptText(key: Buffer, text: string): Buffer {
  const nonce = randomBytesOf(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  const body = cipher.update(text, "utf8");
  cipher.final();
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** The text that `encryptText` was given; null if the key is another or a single bit was changed. */
export function decryptText(key: Buffer, sealed: Buffer): string | null {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const body = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
  try {
    decipher.final(); // Throws unless the tag fits: until then nothing of the text may be used.
  } catch {
    return null;
  }
  return body.toString("utf8");
}
