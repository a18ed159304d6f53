import { AlbumId } from "#domain/catalog/album";
import { getCover } from "#domain/catalog/album-cover";
import type { UserContext } from "./handler-context.ts";

/**
 * Sends an album's picture. Somebody has uploaded it, so nothing about it is guessed: its type is what its bytes say, and a
 * browser that shows it by itself runs nothing in it.
 */
export async function show(c: UserContext): Promise<Response> {
  const id = AlbumId.safeParse(c.req.param("id"));
  const picture = id.success ? await getCover(id.data) : null;
  if (!picture) return c.notFound();
  return c.body(picture.bytes, 200, {
    "content-type": picture.type,
    "content-disposition": "inline",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    // An address with its name names one picture for ever, but only those who are logged in may see it.
    "cache-control": c.req.query("v") === picture.name ? "private, max-age=31536000, immutable" : "private, no-cache",
  });
}
