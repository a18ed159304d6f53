import { timingSafeEqual } from "node:crypto";
import { randomBytesOf } from "../token/random-token.ts";
import type { EndpointContext } from "./endpoint-context.ts";
import type { Session } from "./session.ts";

const SECRET_BYTES = 24;
const TOKEN_LENGTH = ((2 * SECRET_BYTES) / 3) * 4;

/**
 * A CSRF token for a page of this session: 64 characters, other ones each time, so that compression can't betray it.
 *
 * All tokens of a session stay good until its id changes, or the secret that made them is removed. Makes a new session worth a cookie.
 */
export function csrfTokenFor(session: Session, context: EndpointContext): string {
  const mask = randomBytesOf(SECRET_BYTES);
  return Buffer.concat([masked(secretOf(session, context), mask), mask]).toString("base64url");
}

/** Whether a token was made for this session. Takes equally long for every wrong token of the right length. */
export function verifyCsrf(session: Session, token: unknown, context: EndpointContext): boolean {
  if (session.isNew || typeof token !== "string" || token.length !== TOKEN_LENGTH) return false;
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== 2 * SECRET_BYTES) return false;
  const given = masked(bytes.subarray(0, SECRET_BYTES), bytes.subarray(SECRET_BYTES));
  // An open page has its token from before the app's secret was changed.
  return context.keyring.macs("csrf", session.id).some((mac) => timingSafeEqual(given, mac.subarray(0, SECRET_BYTES)));
}

const secretOf = (session: Session, { keyring }: EndpointContext): Buffer =>
  keyring.mac("csrf", session.id).subarray(0, SECRET_BYTES);

function masked(bytes: Buffer, mask: Buffer): Buffer {
  const result = Buffer.allocUnsafe(SECRET_BYTES);
  for (let index = 0; index < SECRET_BYTES; index++) result[index] = bytes[index]! ^ mask[index]!; // Both are that long.
  return result;
}
