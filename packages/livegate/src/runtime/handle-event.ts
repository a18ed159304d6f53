import type { EventSpec } from "../live/event.ts";
import { Reply } from "../live/reply.ts";
import type { EventPayload } from "../protocol/payloads.ts";
import { clearFlashEvent, heldEvent, reservedEventPrefix } from "../protocol/wire-names.ts";
import type { ComponentInstance } from "./component-instance.ts";
import { endTurn } from "./end-turn.ts";
import { passGuards } from "./event-guards.ts";
import { admitEvent, parseValue } from "./event-payload.ts";
import { answerHeld, dropHeld, holdEvent } from "./hold-event.ts";
import type { JoinedView } from "./joined-view.ts";
import { andThen } from "./maybe-promise.ts";
import { refuseEvent } from "./refuse-event.ts";
import { type StoppedEvent, stopEvent } from "./stop-event.ts";

type Work = void | PromiseLike<void>;

/** Handles an event: of the view, of one of its components, or one that the client sends by itself. */
export const handleEvent = (view: JoinedView, ref: string | null, sent: EventPayload): Work =>
  handleSent(view, ref, { sent, lost: null });

/** An event, and where it was held before, what to tell if it isn't done after all. */
interface SentEvent {
  readonly sent: EventPayload;
  readonly lost: string | null;
}

function handleSent(view: JoinedView, ref: string | null, { sent, lost }: SentEvent): Work {
  const { instance, channel } = view;
  const component = sent.cid === null ? null : instance.present?.at(sent.cid);
  if (component === undefined) return answerGone(view, ref, sent);
  if (sent.event.startsWith(reservedEventPrefix)) return handleReserved(view, component, ref, sent);
  const fromHook = sent.type === "hook";
  const spec = (component?.component ?? instance.route.view).events.get(sent.event);
  if (!spec) return refuseEvent(view, ref, { event: sent.event, reason: "unknown_event", fromHook });
  const stop = (stopped: StoppedEvent): Work => stopOrHold(view, spec, { sent, stopped: { ...stopped, lost } });
  return passGuards(view, { ref, event: sent.event, fromHook, guards: spec.guards, stop }, (guardValues) =>
    andThen(admitEvent(spec, guardValues, sent), (admitted) => {
      if (channel.isClosed) return;
      if (!admitted.ok) return refuseEvent(view, ref, { event: sent.event, reason: admitted.reason, fromHook });
      if (sent.uploads !== null) (component ?? instance).state.uploads?.select(sent.uploads);
      const event = { name: sent.event, payload: admitted.payload, record: admitted.record };
      return andThen(instance.handleEvent(event, component), (answer) =>
        endTurn(view, { ref, reply: answer instanceof Reply ? answer.value : null }),
      );
    }),
  );
}

/** Holds what may go on later, if it can be read at all and the layout asks for what is missing. */
function stopOrHold(
  view: JoinedView,
  spec: EventSpec,
  { sent, stopped }: { readonly sent: EventPayload; readonly stopped: StoppedEvent },
): Work {
  const { ref, event, fromHook, halt } = stopped;
  const { holds: lost } = halt;
  if (lost === null || !view.hasSheet || !view.instance.printer.layoutAsks) return stopEvent(view, stopped);
  return andThen(parseValue(spec, sent), (parsed) => {
    if (view.channel.isClosed) return;
    if (!parsed.ok) return refuseEvent(view, ref, { event, reason: "invalid_payload", fromHook });
    return holdEvent(view, { ref, sent, lost });
  });
}

/** An event that was under way when its component went; the page has no element any more that could be told. */
function answerGone({ refusals, output }: JoinedView, ref: string | null, { event, type }: EventPayload): void {
  refusals.note("event_refused_gone", { event: event.slice(0, 100), reason: "gone" }, "event refused");
  if (type === "hook") output.reply(ref, "error", '{"reason":"gone"}');
  else if (ref !== null) output.reply(ref, "ok", "{}");
}

function handleReserved(
  view: JoinedView,
  component: ComponentInstance | null,
  ref: string | null,
  { event, type, value }: EventPayload,
): Work {
  switch (event) {
    case clearFlashEvent:
      view.instance.clearFlash(keyOf(value), component);
      return endTurn(view, { ref, reply: null });
    case heldEvent.answered:
      return answerHeld(view, { ref, value }, (waiting) => handleSent(view, ref, waiting));
    case heldEvent.dropped:
      return dropHeld(view, ref);
    default:
      return refuseEvent(view, ref, { event, reason: "unknown_event", fromHook: type === "hook" });
  }
}

function keyOf(value: EventPayload["value"]): string | undefined {
  const key = typeof value === "object" && value !== null && "key" in value ? value.key : undefined;
  return typeof key === "string" ? key : undefined;
}
