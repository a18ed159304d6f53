import { runGuards } from "../live/run-guards.ts";
import { redirectPayload } from "../protocol/encode.ts";
import { frameEvent } from "../protocol/wire-names.ts";
import { leaveFor } from "./end-turn.ts";
import type { ConnectInfo } from "./join-target.ts";
import type { JoinedView } from "./joined-view.ts";

/**
 * Runs a view's guards again. The view takes what they give now, or, where one halts or the page belongs to another
 * session now, it goes to where HTTP decides.
 */
export async function rerunGuards(view: JoinedView, info: ConnectInfo, userSessionId: string | null): Promise<boolean> {
  const { instance, channel, runtime } = view;
  const session = info.session.again();
  const guarded = await runGuards(instance.route.guards, { session, transport: "socket" });
  if (channel.isClosed) return false;
  if (guarded.ok && (session.userSession?.id ?? null) === userSessionId) {
    if (session.userSession) runtime.sessions.keep(session.userSession.id, session.userSession);
    instance.provide(guarded.values);
    return true;
  }
  leaveFor(view, null, frameEvent.redirect, redirectPayload((channel.pageUrl ?? instance.url).local));
  return false;
}
