import { createHash } from "node:crypto";
import type { AlbumAttributes } from "./album.ts";

/** Names what an album says at one time, so that a form can tell whether it has been changed since. Its picture doesn't count. */
export function versionOf({ title, artist, year, genre, tracks }: AlbumAttributes): string {
  const said = JSON.stringify([title, artist, year, genre, tracks]);
  return createHash("sha256").update(said).digest("base64url").slice(0, 16);
}
