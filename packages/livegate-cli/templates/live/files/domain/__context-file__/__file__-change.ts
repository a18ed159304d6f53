import { topic } from "livegate";
import { z } from "zod";

/** What has happened to one __label__. */
export const __Schema__Change = z.object({ type: z.enum(["created", "updated", "deleted"]), id: z.int() });
export type __Schema__Change = z.output<typeof __Schema__Change>;

/** Every change of the __labels__, in the order of the commits. */
export const __schemas__Topic = topic(() => "__table__", __Schema__Change);
