import type { Navigation } from "../live/navigation.ts";
import { diffResponse, eventsMember, joinMembers, replyMember } from "../protocol/tree-members.ts";
import { frameEvent } from "../protocol/wire-names.ts";
import { sentMessage } from "./channel-message.ts";
import type { JoinedView } from "./joined-view.ts";
import { andThen } from "./maybe-promise.ts";
import { loseHeld } from "./lose-held.ts";
import { navigationReply } from "./navigation-reply.ts";
import { followPatches } from "./visit-url.ts";

/** What a turn answers: a push by its reference, or nobody. */
export interface TurnAnswer {
  readonly ref: string | null;
  /** What the handler replied with. */
  readonly reply: object | null;
  /** Members of the response besides the diff. */
  readonly beside?: string;
}

/** For a turn that no push of the page's has caused. */
export const toNobody: TurnAnswer = { ref: null, reply: null };

/** Carries out what a turn asked for and sends what it changed. */
export function endTurn(view: JoinedView, answer: TurnAnswer): void | PromiseLike<void> {
  const { instance, output, channel } = view;
  if (channel.isClosed) return;
  if (instance.printer.sendsComponentsAhead) {
    return andThen(instance.printer.printComponents(), (components) => {
      output.pushDiff(components);
      return endTurn(view, answer);
    });
  }
  // What is held belongs to what the page showed.
  if (instance.state.navigation) loseHeld(view);
  if (instance.state.navigation?.kind === "patch") {
    return followPatches(instance).then(() => endTurn(view, answer));
  }
  const navigation = instance.state.takeNavigation();
  if (navigation) return navigate(view, answer.ref, navigation);
  return andThen(instance.printer.printTree(view.print), (tree) => {
    if (channel.isClosed) return;
    sendChanges(view, tree, answer);
    deliverSent(view);
    // What a hook does after the render belongs to no event that could be taken back.
    return andThen(instance.afterRender(), () => instance.state.settleTurn());
  });
}

/** Sends the page elsewhere, as the reply to the push that led there or as a message, and ends the channel. */
export function leaveFor(view: JoinedView, ref: string | null, event: string, payload: string): void {
  tellNavigation(view, ref, event, payload);
  view.channel.leave();
}

function tellNavigation({ output }: JoinedView, ref: string | null, event: string, payload: string): void {
  if (ref !== null) output.reply(ref, "ok", `{"${event}":${payload}}`);
  else output.push(event, payload);
}

type DeliveringView = Pick<JoinedView, "instance" | "channel" | "tasks" | "topics">;

/** What the turn sent within the view takes its place behind all that waits, and the tasks that it wanted begin. */
export function deliverSent({ instance, channel, tasks, topics }: DeliveringView): void {
  for (const sent of instance.state.takeOutbox()) channel.deliver(sentMessage(sent));
  tasks.carryOut(instance.takeTaskWishes());
  topics.track(instance.state.takePresenceWishes());
}

function sendChanges({ instance, output, kept }: JoinedView, tree: string, answer: TurnAnswer): void {
  const { ref, reply, beside = "" } = answer;
  const word = kept === null ? null : kept.changes();
  const events = instance.state.takePageEvents();
  const changes = joinMembers(tree, eventsMember(word === null ? events : [...events, word]));
  const members = joinMembers(changes, replyMember(reply));
  const { patched } = instance;
  if (patched) output.push(frameEvent.livePatch, JSON.stringify(patched));
  instance.patched = null;
  instance.state.settleTurn();
  if (ref !== null) output.reply(ref, "ok", diffResponse(members, beside));
  else output.pushDiff(members);
}

function navigate(view: JoinedView, ref: string | null, navigation: Navigation): void | PromiseLike<void> {
  const { instance, output, runtime } = view;
  output.pushDiff(eventsMember(instance.state.takePageEvents()));
  const { event, payload } = navigationReply(runtime.context, navigation, instance.state.flashOfTurn);
  // The page goes elsewhere around a sticky view, which goes on.
  if (!instance.nested?.isSticky || event !== frameEvent.liveRedirect) return leaveFor(view, ref, event, payload);
  tellNavigation(view, ref, event, payload);
  return endTurn(view, toNobody);
}
