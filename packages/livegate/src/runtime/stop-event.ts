import type { Halt } from "../live/halt.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import type { Flash } from "../plug/flash.ts";
import { signFlash } from "../plug/flash-token.ts";
import { redirectPayload } from "../protocol/encode.ts";
import { frameEvent } from "../protocol/wire-names.ts";
import { leaveFor } from "./end-turn.ts";
import { haltTarget } from "./halt-target.ts";
import type { JoinedView } from "./joined-view.ts";
import { refuseEvent } from "./refuse-event.ts";

/** An event that a guard has stopped. */
export interface StoppedEvent {
  readonly ref: string | null;
  readonly event: string;
  readonly fromHook: boolean;
  readonly halt: Halt;
  /** What to tell because it isn't done. */
  readonly lost?: string | null;
  /** The name of the guard. */
  readonly by: string;
}

/**
 * Does what a guard says that was asked before an event. One of the page's: the page goes to where HTTP decides. One of the
 * event's own: the event is refused, or the page goes where the guard leads.
 */
export function stopEvent(view: JoinedView, { ref, event, fromHook, halt, by, lost = null }: StoppedEvent): void {
  const { instance, runtime } = view;
  const { local } = instance.url;
  const leave = (to: string, flash: Flash): void =>
    leaveFor(view, ref, frameEvent.redirect, redirectPayload(to, signed(flash, runtime.context)));
  const told: Flash = lost === null ? {} : { info: lost };
  const target = haltTarget(halt, runtime.context.base, local);
  if (target !== null && (halt.holds !== null || !isOfPage(view, by))) return leave(target, { ...told, ...halt.flash });
  if (by === "session" || isOfPage(view, by)) return leave(local, told);
  refuseEvent(view, ref, { event, reason: halt.kind === "notFound" ? "not_found" : "not_allowed", fromHook });
}

const signed = (flash: Flash, context: EndpointContext): string | null =>
  Object.keys(flash).length > 0 ? signFlash(flash, context) : null;

const isOfPage = ({ instance }: JoinedView, by: string): boolean =>
  instance.route.guards.some(({ name }) => name === by);
