import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Context } from "hono";
import { type Form, type FormOptions, parseForm } from "../html/form.ts";
import { readForm } from "./read-form.ts";
import { isSecretName } from "./redact.ts";

type In<S> = S extends StandardSchemaV1<infer I, infer _O> ? I : never;
type Out<S> = S extends StandardSchemaV1<infer _I, infer O> ? O : never;

/**
 * The form that a request carries, as `formEvent` gives it to a live view: for the POST of a page without JavaScript.
 *
 * Never throws. A body that is no form counts as an empty one; one over the limits has been refused by `protectFromForgery`.
 * Passwords and the like are in the output, but no input shows them again.
 *
 * @example
 * r.post(paths.albumNew, async (c) => {
 *   const filled = await formOf(c, AlbumSchema, { as: "album" });
 *   if (!filled.output) return c.render(newAlbumPage(filled), { status: 422 });
 *   await Catalog.createAlbum(filled.output);
 *   return c.redirect("/albums", 303);
 * });
 */
export async function formOf<S extends StandardSchemaV1>(
  c: Pick<Context, "req">,
  schema: S,
  options: FormOptions,
): Promise<Form<In<S>, Out<S>>> {
  const read = await readForm(c);
  // A handler knows no input that changed: what a body says of one doesn't count.
  const { _target, ...sent } = read.ok ? read.params : {};
  return (await parseForm(schema, options, sent)).withoutValues(isSecretName);
}
