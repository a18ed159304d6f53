import { hash } from "node:crypto";
import { randomToken } from "../token/random-token.ts";

/** 256 bits in the letters of base64url. */
const form = /^[\w-]{43}$/;

/** A secret that nobody can guess, to be given away; the database keeps its hash. */
export function newToken(): { readonly token: string; readonly hash: string } {
  const token = randomToken(32);
  return { token, hash: sha256(token) };
}

/** The hash under which a token is kept; null for anything that can't be one. */
export const tokenHash = (token: unknown): string | null =>
  typeof token === "string" && form.test(token) ? sha256(token) : null;

/** A row's own key: 128 bits, so it can stand in pages; without a dash at its beginning, so it can stand in a command. */
export const newRowId = (): string => randomToken(16).replace(/^-/, "_");

const sha256 = (text: string): string => hash("sha256", text, "base64url");
