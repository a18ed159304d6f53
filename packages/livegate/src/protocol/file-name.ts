import { limits } from "./limits.ts";

// Control characters, and marks that turn the direction of what follows: a name could look like another one.
const INVISIBLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const SEPARATOR = /[/\\]/;

/**
 * The name of a client's file, good to be shown: the last part of a path, without what is invisible, cut to 255 characters
 * before its extension. "file" where nothing is left. It names no file of the server's.
 */
export function plainFileName(given: string): string {
  const last = given.replace(INVISIBLE, "").split(SEPARATOR).at(-1)?.trim() ?? "";
  if (/^\.*$/.test(last)) return "file";
  if (last.length <= limits.fileNameLength) return last.toWellFormed();
  const extension = /\.\w{1,16}$/.exec(last)?.[0] ?? "";
  return (last.slice(0, limits.fileNameLength - extension.length) + extension).toWellFormed();
}

/** Where a file stood in a folder that was picked: plain names with slashes between. Empty where it says anything else. */
export function plainRelativePath(given: string): string {
  const parts = given.split(SEPARATOR).filter((part) => part !== "");
  const path = parts.map(plainFileName).join("/");
  return parts.includes("..") || path.length > 4 * limits.fileNameLength ? "" : path;
}
