import { LONGEST, SHORTEST, isCommonPassword } from "./common-passwords.ts";

/** Characters of a name that a password may not be made of; shorter ones stand in too many words. */
const SHORTEST_NAME = 4;

/** Characters, as people count them. Each may take several bytes. */
const lengthOf = (text: string): number => [...text].length;

/**
 * The form in which a password is hashed: as it was typed, but composed (NFC), so that one that was typed on another
 * keyboard is the same. Nothing is trimmed, cut or folded. Null for what is no password that anybody could have: no text,
 * or beyond 128 characters.
 */
export function passwordText(typed: unknown): string | null {
  if (typeof typed !== "string" || typed === "" || typed.length > 4 * LONGEST) return null;
  const text = typed.toWellFormed().normalize("NFC");
  return lengthOf(text) <= LONGEST ? text : null;
}

/** What a password may not be made of: the app's name, the user's address and names. */
export interface PasswordContext {
  readonly not?: readonly string[];
}

/**
 * What is wrong with a new password, for forms; null where it can be used. 12 to 128 characters, none that are tried first,
 * none made of the given names. No rules about kinds of characters.
 *
 * @example
 * checkPassword("teacher-teacher", { not: ["Teacher"] }); // "Don't build it from names …"
 */
export function checkPassword(typed: string, { not: names = [] }: PasswordContext = {}): string | null {
  const length = lengthOf(typed);
  if (length < SHORTEST) return `At least ${SHORTEST} characters. Four words at random are easy to keep in mind.`;
  if (passwordText(typed) === null) return `At most ${LONGEST} characters.`;
  if (isCommonPassword(typed)) return "This password is among those that are tried first. Choose another one.";
  if (names.flatMap(partsOf).some((name) => isBuiltFrom(typed, name))) {
    return "Don't build it from names that belong to you or to this site.";
  }
  return null;
}

/** "Ada.Lovelace@example.com" → the whole, its local part, and the words in that. */
function partsOf(name: string): readonly string[] {
  const lower = name.normalize("NFC").toLowerCase();
  const [local = ""] = lower.split("@", 1);
  return [...new Set([lower, local, ...local.split(/[^\p{L}\p{N}]+/u)])].filter(
    (part) => lengthOf(part) >= SHORTEST_NAME,
  );
}

/** Whether nothing of its own is left: a long sentence in which a name happens to stand is all right. */
function isBuiltFrom(typed: string, name: string): boolean {
  const lower = typed.normalize("NFC").toLowerCase();
  if (!lower.includes(name)) return false;
  return lengthOf(lower.replaceAll(name, "").replaceAll(/[^\p{L}]/gu, "")) < SHORTEST - SHORTEST_NAME;
}
