import type { Guard } from "../live/guard-step.ts";
import { halt } from "../live/halt.ts";
import { type GuardResult, runGuards } from "../live/run-guards.ts";
import { redirectPayload } from "../protocol/encode.ts";
import { frameEvent } from "../protocol/wire-names.ts";
import { leaveFor } from "./end-turn.ts";
import type { JoinedView } from "./joined-view.ts";

/**
 * Runs a view's guards again. The view takes what they give now, or, where one halts or the page belongs to another
 * session now, it goes to where HTTP decides.
 */
export async function rerunGuards(view: JoinedView): Promise<boolean> {
  const { instance, channel } = view;
  const asked = await askGuards(view, instance.route.guards);
  if (channel.isClosed) return false;
  if (asked.ok) {
    instance.provide(asked.values);
    return true;
  }
  leaveFor(view, null, frameEvent.redirect, redirectPayload((channel.pageUrl ?? instance.url).local));
  return false;
}

/** What guards say now, those of the view among them. They say no where the session is another than that of the page. */
export async function askGuards({ caller, runtime }: JoinedView, guards: readonly Guard[]): Promise<GuardResult> {
  const session = caller.info.session.again();
  const asked = await runGuards(guards, { session, transport: "socket" });
  const isItsOwn = (session.userSession?.id ?? null) === caller.userSessionId;
  if (asked.ok && isItsOwn && session.userSession) runtime.sessions.keep(session.userSession.id, session.userSession);
  return asked.ok && !isItsOwn ? { ok: false, halt: halt.forbidden(), by: "session" } : asked;
}
