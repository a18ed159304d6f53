import { topic } from "livegate";
import { z } from "zod";

/** What has happened to one album. */
export const AlbumChange = z.object({ type: z.enum(["created", "updated", "deleted"]), id: z.int() });
export type AlbumChange = z.output<typeof AlbumChange>;

/** Every change of the albums, in the order of the commits. */
export const albumsTopic = topic(() => "albums", AlbumChange);
