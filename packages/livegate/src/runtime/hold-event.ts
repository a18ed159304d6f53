import { signFlash } from "../plug/flash-token.ts";
import { isObject } from "../protocol/json-data.ts";
import type { EventPayload } from "../protocol/payloads.ts";
import { endTurn, toNobody } from "./end-turn.ts";
import { readHeldAnswer } from "./held-answer.ts";
import type { WaitingEvent } from "./held-event.ts";
import type { JoinedView } from "./joined-view.ts";
import { loseHeld } from "./lose-held.ts";
import { andThen } from "./maybe-promise.ts";
import { readReleaseTicket } from "./release-ticket.ts";

type Work = void | PromiseLike<void>;

/** Keeps an event until its user has shown who they are, and has the layout ask for that. It is acknowledged at once. */
export function holdEvent(
  view: JoinedView,
  { ref, sent, lost }: { readonly ref: string | null; readonly sent: EventPayload; readonly lost: string },
): Work {
  const { instance, held, output, refusals, runtime } = view;
  const answer = (): void => {
    if (sent.type === "hook") output.reply(ref, "error", '{"reason":"held"}');
    else if (ref !== null) output.reply(ref, "ok", "{}");
  };
  if (held.id !== null) {
    // The sheet is open: what came after the event that it asks for isn't done.
    refusals.note("event_refused_held", { event: sent.event.slice(0, 100), reason: "held" }, "event refused");
    return answer();
  }
  const id = held.hold({ sent, lost });
  const token = signFlash({ info: lost }, runtime.context);
  instance.printer.show({ id, event: sent.event, lost: token, errors: {}, note: null });
  // The sheet comes after: once a form is answered, the client gives the focus back to its button. A hook waits for what the handler
  // replies: its promise rejects, and what the event does is seen on the page.
  answer();
  return endTurn(view, toNobody);
}

/**
 * Takes what the page was answered by the route that asks. With a ticket for the held event it goes on, as if it had just come,
 * once; with anything else the sheet shows what there is to tell.
 */
export function answerHeld(
  view: JoinedView,
  { ref, value }: { readonly ref: string | null; readonly value: unknown },
  proceed: (waiting: WaitingEvent) => Work,
): Work {
  const { instance, held, output, caller, runtime } = view;
  if (held.id === null) return output.reply(ref, "ok", "{}");
  const ticket = readReleaseTicket(runtime.context, isObject(value) ? value["ticket"] : null);
  if (!ticket) {
    if (instance.printer.held) instance.printer.show({ ...instance.printer.held, ...readHeldAnswer(value) });
    return endTurn(view, { ref, reply: null });
  }
  if (ticket.held !== held.id || ticket.userSessionId !== caller.userSessionId) return output.reply(ref, "ok", "{}");
  caller.info.session.sudo = { userSessionId: ticket.userSessionId, at: ticket.provenAt };
  const { sent, lost } = held.take()!; // Its id was there.
  instance.printer.show(null);
  if (sent.cid !== null && !instance.present?.at(sent.cid)) {
    instance.state.putFlash("info", lost);
    return endTurn(view, { ref, reply: null });
  }
  // The sheet goes first: what the event does may fail, or take its time. No hook waits for a reply any more.
  return andThen(endTurn(view, toNobody), () =>
    view.channel.isClosed ? undefined : proceed({ sent: sent.type === "hook" ? { ...sent, type: null } : sent, lost }),
  );
}

/** The user doesn't want what is held any more. */
export function dropHeld(view: JoinedView, ref: string | null): Work {
  view.held.close();
  view.instance.printer.show(null);
  return endTurn(view, { ref, reply: null });
}

/** A held event has waited for too long. */
export function expireHeld(view: JoinedView, id: string): Work {
  if (view.held.id !== id) return;
  loseHeld(view);
  return endTurn(view, toNobody);
}
