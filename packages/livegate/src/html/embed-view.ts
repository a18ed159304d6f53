import { LivegateError } from "../errors/livegate-error.ts";
import type { Embedding } from "./embedding.ts";
import type { Place } from "./place.ts";
import type { PrintContext } from "./print-context.ts";

/** Prints what stands for a live view that a print has met. Throws LG_VIEW_PLACE where no view can stand. */
export function embedView(embedding: Embedding, where: Place, { views }: PrintContext): string {
  if (views !== undefined) return views.embed(embedding, where);
  const site = where.source();
  const what = `The live view "${embedding.id}" stands in ${site.name}, which is printed for no page.`;
  throw new LivegateError("LG_VIEW_PLACE", what, undefined, { site });
}
