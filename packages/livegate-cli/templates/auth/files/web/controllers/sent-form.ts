import type { HonoRequest } from "hono";
import { readForm } from "livegate/plug";

/** What a form sends, as it came; nothing at all where it is none. What is in it is checked by whoever takes it. */
export async function sentForm(c: { readonly req: HonoRequest }): Promise<Readonly<Record<string, unknown>>> {
  const form = await readForm(c);
  return form.ok ? form.params : {};
}

/** Which event of a live page waits for what a form brings; null where none does. */
export function heldOf({ held }: Readonly<Record<string, unknown>>): string | null {
  return typeof held === "string" && held !== "" ? held : null;
}

/** The way back that a form carries along; whether it is one of ours is decided where it is followed. */
export function returnToOf({ return_to: path }: Readonly<Record<string, unknown>>): string | null {
  return typeof path === "string" && path !== "" ? path : null;
}
