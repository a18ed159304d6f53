import type { LiveRoute } from "../live/live-route.ts";
import type { Halt } from "../live/halt.ts";
import type { SocketState } from "../live/socket-state.ts";
import { redirectPayload } from "../protocol/encode.ts";
import { joinMembers, eventsMember } from "../protocol/tree-members.ts";
import { clientVersion, frameEvent, joinRefusal } from "../protocol/wire-names.ts";
import { containerAttributes } from "../html/print-container.ts";
import type { ConnectInfo, JoinTarget } from "./join-target.ts";
import { type LifecycleResult, runLifecycle } from "./lifecycle.ts";
import { type EmbeddingView, LiveEmbedder } from "./live-embedder.ts";
import type { LiveInstance } from "./live-instance.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import type { LiveUrl } from "./live-url.ts";
import { visitorSession } from "./open-sessions.ts";
import type { PageEvent } from "./error-events.ts";
import { KeptValues, forget } from "./kept-values.ts";
import { mayReload } from "./may-reload.ts";
import { navigationReply } from "./navigation-reply.ts";
import { recoveredValues } from "./recovered-values.ts";
import { signFlash } from "../plug/flash-token.ts";
import { signReloadStatus } from "./reload-status.ts";
import { ViewPrintContext } from "./view-print-context.ts";

/** The reply to a join as JSON text, and the mounted view when there is one. */
export type JoinAnswer =
  | {
      readonly ok: true;
      readonly response: string;
      readonly instance: LiveInstance;
      readonly print: ViewPrintContext;
      /** Null where the view has nothing to be kept. */
      readonly kept: KeptValues | null;
    }
  | {
      readonly ok: false;
      readonly response: string;
      /** Whether it has failed; absent where it was refused or led elsewhere. */
      readonly crashed?: true;
    };

/** The channel that a join makes, as far as its lifecycle has to know it. */
export interface JoiningChannel {
  /** Called before mount. */
  readonly subscribe: (instance: LiveInstance, params: unknown) => void;
  readonly isClosed: () => boolean;
  /** Enters the page under a session. */
  readonly enter: (sessionId: string) => void;
  /** What the views inside it name as the one around them. */
  readonly embedding: EmbeddingView;
}

type FoundTarget = Extract<JoinTarget, { ok: true }>;

/** Mounts what a join asks for and words the reply. A throw anywhere in the lifecycle is the caller's to report. */
export async function answerJoin(
  runtime: LiveRuntime,
  info: ConnectInfo,
  target: JoinTarget,
  channel: JoiningChannel,
): Promise<JoinAnswer> {
  if (!target.ok) return reloadPage(runtime, info, target.url, { reason: target.reason });
  const recovered = await recoveredValues(runtime, target);
  if (recovered === null) return mountAndAnswer(runtime, info, target, channel);
  try {
    return await mountAndAnswer(runtime, info, { ...target, recovered }, channel);
  } catch (error) {
    // What the page has kept may be what the view can't live with: else it would come back with it for ever.
    runtime.counters.increment("recover_failed");
    runtime.context.log.error(
      { err: error, view: target.route.viewName },
      "view failed with the values that its page had kept",
    );
    return mountAndAnswer(runtime, info, target, channel);
  }
}

async function mountAndAnswer(
  runtime: LiveRuntime,
  info: ConnectInfo,
  target: FoundTarget & { readonly recovered?: Readonly<Record<string, unknown>> },
  { subscribe, isClosed, enter, embedding }: JoiningChannel,
): Promise<JoinAnswer> {
  const { route, url, page, flash, token, arrival, nested, parent } = target;
  const { sessions } = runtime;
  const session = info.session.again();
  const entered = token.userSessionId ?? visitorSession(token.sessionId);
  // Entered before the guards read the session's row: whoever ends it in between finds the page.
  if (info.trust === "trusted") enter(entered);
  const epoch = sessions.epoch(entered);
  const isItsOwn = (): boolean => (session.userSession?.id ?? null) === token.userSessionId;
  const proceeds = (): boolean => !isClosed() && isItsOwn() && parent?.isClosed !== true;
  const { recovered } = target;
  const visit = { runtime, route, url, session, connected: true, arrival, flash, subscribe, proceeds, recovered };
  const result = await runLifecycle(nested ? { ...visit, nested } : visit);
  if (!result.ok) return answerHalt(runtime, info, page, result);
  // What the guards rest on has changed while the view was mounted: over HTTP they decide anew.
  if (sessions.epoch(entered) !== epoch) return reloadPage(runtime, info, page, null);
  if (session.userSession) {
    sessions.keep(entered, session.userSession);
    info.session.proven = session.userSession.id;
  }

  const { instance } = result;
  if (instance.state.navigation) return leavePage(runtime, instance.state);
  const { liveSession, sessionId, userSessionId, nonce } = token;
  const claim = { place: route.place, liveSession, sessionId, userSessionId, nonce };
  const embedder = new LiveEmbedder(runtime.context, claim, embedding);
  const print = new ViewPrintContext(runtime.context, info.session, nonce, embedder);
  const tree = await instance.printer.printTree(print);
  const kept = Object.keys(route.view.recover).length > 0 ? new KeptValues(runtime, instance, token) : null;
  // Values that came back are good for another hour; others are no use, and shall not be brought again.
  const word = recovered && kept ? kept.seal() : target.offered === null ? null : forget(token.id);
  const beside = { container: target.navigated ? containerOf(route, print) : "", word };
  return { ok: true, response: joinedResponse(instance, tree, beside), instance, print, kept };
}

/** A page that has navigated keeps its element, with the attributes that the new view wants. */
function containerOf({ view: { container } }: LiveRoute, print: ViewPrintContext): string {
  return `,"container":${JSON.stringify([container.tag, containerAttributes(container, print)])}`;
}

interface BesideTree {
  readonly container: string;
  /** What the page is told to keep. */
  readonly word: PageEvent | null;
}

function joinedResponse(instance: LiveInstance, tree: string, { container, word }: BesideTree): string {
  const events = [...instance.state.takePageEvents(), ...(word ? [word] : [])];
  const members = joinMembers(tree, eventsMember(events));
  const patched = instance.patched ? `,"${frameEvent.livePatch}":${JSON.stringify(instance.patched)}` : "";
  instance.patched = null;
  instance.state.settleTurn();
  return `{"rendered":{${members}},"liveview_version":"${clientVersion}"${container}${patched}}`;
}

function answerHalt(
  runtime: LiveRuntime,
  info: ConnectInfo,
  url: LiveUrl | null,
  result: Extract<LifecycleResult, { ok: false }>,
): JoinAnswer {
  if (!result.halt) return leavePage(runtime, result.state);
  const { halt, by } = result;
  // Over HTTP the guard decides again, and can store the flash and the way back.
  if (by !== "mount" || halt.returnTo) return reloadPage(runtime, info, url, null);
  return halt.kind === "redirect" ? redirectPage(runtime, halt) : reloadPage(runtime, info, url, reload(runtime, halt));
}

function reload({ context }: LiveRuntime, { kind }: Halt) {
  const status = kind === "forbidden" ? 403 : 404;
  return { reason: "reload", status, token: signReloadStatus(context, status) };
}

function redirectPage({ context }: LiveRuntime, { to, flash }: Halt): JoinAnswer {
  const token = Object.keys(flash).length > 0 ? signFlash(flash, context) : null;
  const redirect = redirectPayload(to?.href(context.base) ?? `${context.base}/`, token);
  return { ok: false, response: `{"${frameEvent.redirect}":${redirect}}` };
}

/** A hook or handleParams sent the page elsewhere; the whole flash travels with it, not only this turn's. */
function leavePage(runtime: LiveRuntime, state: SocketState): JoinAnswer {
  const navigation = state.takeNavigation()!; // The callers saw it.
  const { event, payload } = navigationReply(runtime.context, navigation, state.flash);
  const events = JSON.stringify(state.takePageEvents());
  return { ok: false, response: `{"${event}":${payload},"events":${events}}` };
}

/**
 * Makes the client load its page anew: in the way that `refusal` says, or by a redirect to the page's own path.
 * The stock client stays on a dead page if a refusal meets a URL with a fragment, so then it is the redirect as well.
 * After a few in a row it is told to slow down instead.
 */
function reloadPage(runtime: LiveRuntime, info: ConnectInfo, url: LiveUrl | null, refusal: object | null): JoinAnswer {
  runtime.counters.increment("join_refused");
  if (!mayReload(runtime, info, url?.path ?? "")) {
    runtime.context.log.warn({ path: url?.path }, "refused join repeats itself; the client is slowed down");
    return { ok: false, response: JSON.stringify({ reason: joinRefusal.crashed }) };
  }
  // Where the page is unknown, the client knows it.
  const told = url === null ? (refusal ?? { reason: joinRefusal.unauthorized }) : refusal;
  if (told && !url?.hasFragment) return { ok: false, response: JSON.stringify(told) };
  const redirect = redirectPayload(url?.local ?? `${runtime.context.base}/`);
  return { ok: false, response: `{"${frameEvent.redirect}":${redirect}}` };
}
