import { putFlash } from "livegate/plug";
import { wasVoided } from "#domain/accounts/first-proof";
import { scopeFor } from "#domain/accounts/scope";
import type { User } from "#domain/accounts/user";
import * as Catalog from "#domain/catalog/catalog";
import { paths } from "#web/paths";
import type { UserContext } from "../handler-context.ts";

/** PUT /users/made_before: from now on the albums are like any other of the user's. */
export async function keep(c: UserContext): Promise<Response> {
  const kept = await Catalog.keepMadeBefore(c.var.currentScope);
  return toTheShelf(c, kept === 1 ? "The album stays yours." : "The albums stay yours.");
}

/** DELETE /users/made_before: the albums are gone. */
export async function destroy(c: UserContext): Promise<Response> {
  const deleted = await Catalog.deleteMadeBefore(c.var.currentScope);
  return toTheShelf(c, deleted === 1 ? "The album is deleted." : "The albums are deleted.");
}

function toTheShelf(c: UserContext, info: string): Response {
  putFlash(c, "info", info);
  return c.redirect(String(paths.home()), 303);
}

/** Where a log-in leads: first to what somebody else may have added in the user's name, if there is any to decide about. */
export async function wayIn(user: User, wanted: unknown): Promise<unknown> {
  const { length } = await Catalog.listMadeBefore(scopeFor(user));
  return length > 0 && (await wasVoided(user)) ? String(paths.madeBefore()) : wanted;
}
