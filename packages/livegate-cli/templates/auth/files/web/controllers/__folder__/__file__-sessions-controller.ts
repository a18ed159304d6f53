// @if !live
import { sessionsPage } from "#web/components/__folder__/sessions-page";
// @end
import { putFlash } from "livegate/plug";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { paths } from "#web/paths";
import { logOut__Schema__, visitorOf } from "#web/__file__-auth";
import type { __Schema__Context } from "../handler-context.ts";

/** DELETE /__folder__/sessions/:id: ends one session of the user's. */
export async function destroy(c: __Schema__Context): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const by = visitorOf(c);
  if (id === by.session?.id) return logOut__Schema__(c, { flash: { info: "You are logged out." } });
  const ended = await __Context__.endSession(id, { userId: c.var.current__Schema__.id, by });
  putFlash(c, "info", ended ? "That browser is logged out." : "That browser was logged out already.");
  return c.redirect(String(paths.sessions()), 303);
}

/** DELETE /__folder__/sessions: ends all sessions of the user's but this one. */
export async function destroyOthers(c: __Schema__Context): Promise<Response> {
  const by = visitorOf(c);
  await __Context__.endSessions(c.var.current__Schema__.id, { except: by.session?.id ?? null, by });
  putFlash(c, "info", "You are logged out everywhere else.");
  return c.redirect(String(paths.sessions()), 303);
}

// @if !live
/** GET /__folder__/sessions */
export async function show(c: __Schema__Context): Promise<Response> {
  const sessions = await __Context__.sessionsOf(c.var.current__Schema__.id);
  return c.render(sessionsPage({ sessions, currentId: visitorOf(c).session?.id ?? null }), { pageTitle: "Sessions" });
}
// @end
