import { redirectPayload } from "../protocol/encode.ts";
import type { EventPayload } from "../protocol/payloads.ts";
import { frameEvent } from "../protocol/wire-names.ts";
import { type EventSpan, spans } from "../tracing/spans.ts";
import { traced } from "../tracing/traced.ts";
import type { ChannelMessage, LostComponents } from "./channel-message.ts";
import { endTurn, leaveFor, toNobody } from "./end-turn.ts";
import { passGuards } from "./event-guards.ts";
import { handleEvent } from "./handle-event.ts";
import { handlePreflight, handleProgress, handleUploadFailed } from "./handle-upload.ts";
import { expireHeld } from "./hold-event.ts";
import type { JoinedView } from "./joined-view.ts";
import { parseParams } from "./live-url.ts";
import { loseHeld } from "./lose-held.ts";
import { andThen } from "./maybe-promise.ts";
import { refuseEvent } from "./refuse-event.ts";
import { findPatchTarget } from "./visit-url.ts";
import type { StartedTask } from "./view-tasks.ts";

/** What reaches a view once it is there. */
export type ViewMessage = Exclude<ChannelMessage, { readonly kind: "join" }>;

type Work = void | PromiseLike<void>;

/** Handles one message of a joined view and tells the page what came of it. */
export function handleMessage(view: JoinedView, message: ViewMessage): Work {
  switch (message.kind) {
    case "event":
      return traceEvent(view, message.ref, message.payload);
    case "patch":
      return handlePatch(view, message.ref, message.url);
    case "recheck":
      return endTurn(view, toNobody);
    case "topic":
      return handleTopic(view, message.topicName, message.message);
    case "resync":
      return handleResync(view);
    case "task":
      return handleTask(view, message.started);
    case "update":
      view.instance.present?.sendUpdate(message);
      return endTurn(view, toNobody);
    case "preflight":
      return passGuards(view, { ref: message.ref, event: frameEvent.allowUpload, fromHook: false }, (guardValues) =>
        handlePreflight(view, message, guardValues),
      );
    case "progress":
      return handleProgress(view, message);
    case "uploadFailed":
      return handleUploadFailed(view, message);
    case "cids":
      return handleLost(view, message);
    case "expired":
      return expireHeld(view, message.id);
    case "refused":
      return refuseEvent(view, message.ref, message.refusal);
  }
}

function traceEvent(view: JoinedView, ref: string | null, sent: EventPayload): Work {
  if (!spans.event.start.hasSubscribers) return handleEvent(view, ref, sent);
  const { viewName } = view.instance.route;
  // A name may be anything that somebody sent.
  const span: EventSpan = { view: viewName, event: sent.event.slice(0, 100) };
  return traced(spans.event, span, () => handleEvent(view, ref, sent));
}

async function handlePatch(view: JoinedView, ref: string | null, url: URL): Promise<void> {
  const { instance, output, channel } = view;
  // The page's URL is its main view's.
  if (instance.nested)
    return refuseEvent(view, ref, { event: frameEvent.livePatch, reason: "unknown_event", fromHook: false });
  const target = findPatchTarget(instance, url);
  if (!target) return output.reply(ref, "ok", '{"link_redirect":true}');
  const params = await parseParams(target.route.view, target.url);
  if (channel.isClosed) return;
  if (!params.ok) return leaveFor(view, ref, frameEvent.redirect, redirectPayload(target.url.local));
  instance.state.clearFlash();
  loseHeld(view);
  instance.route = target.route;
  await instance.handleParams(target.url, params.value);
  await endTurn(view, { ref, reply: null });
}

function handleTopic(view: JoinedView, topicName: string, message: unknown): Work {
  const handle = view.topics.handlerOf(topicName);
  if (!handle) return; // The topic was left while the message waited.
  return andThen(view.instance.handleMessage(topicName, handle, message), () => endTurn(view, toNobody));
}

function handleResync(view: JoinedView): Work {
  const { resync } = view.instance.route.view.callbacks;
  if (!resync) return view.channel.rejoin();
  return andThen(view.instance.resync(resync), () => endTurn(view, toNobody));
}

function handleTask(view: JoinedView, started: StartedTask): Work {
  const keys = view.tasks.take(started);
  // A later start has taken its place while this waited.
  if (keys.length === 0) return;
  return andThen(view.instance.landTask(started, keys), () => endTurn(view, toNobody));
}

function handleLost({ instance, output }: JoinedView, { ref, cids, areGone }: LostComponents): void {
  if (areGone) return output.reply(ref, "ok", JSON.stringify({ cids: instance.present?.destroyed(cids) ?? [] }));
  instance.present?.willDestroy(cids);
  output.reply(ref, "ok", "{}");
}
