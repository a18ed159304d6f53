import { putFlash } from "livegate/plug";
import { Accounts } from "#domain/accounts/accounts";
import { paths } from "#web/paths";
import { logOutUser, visitorOf } from "#web/user-auth";
import type { UserContext } from "../handler-context.ts";

/** DELETE /users/sessions/:id: ends one session of the user's. */
export async function destroy(c: UserContext): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const by = visitorOf(c);
  if (id === by.session?.id) return logOutUser(c, { flash: { info: "You are logged out." } });
  const ended = await Accounts.endSession(id, { userId: c.var.currentUser.id, by });
  putFlash(c, "info", ended ? "That browser is logged out." : "That browser was logged out already.");
  return c.redirect(String(paths.sessions()), 303);
}

/** DELETE /users/sessions: ends all sessions of the user's but this one. */
export async function destroyOthers(c: UserContext): Promise<Response> {
  const by = visitorOf(c);
  await Accounts.endSessions(c.var.currentUser.id, { except: by.session?.id ?? null, by });
  putFlash(c, "info", "You are logged out everywhere else.");
  return c.redirect(String(paths.sessions()), 303);
}
