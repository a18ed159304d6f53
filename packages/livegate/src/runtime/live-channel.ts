import { Unavailable } from "../errors/unavailable.ts";
import { runGuards } from "../live/run-guards.ts";
import type { Navigation } from "../live/navigation.ts";
import { Reply } from "../live/reply.ts";
import type { EventPayload, JoinPayload } from "../protocol/payloads.ts";
import { clearFlashEvent, frameEvent, joinRefusal, refusedEvent, reservedEventPrefix } from "../protocol/wire-names.ts";
import type { ChannelOutput } from "./channel-output.ts";
import { type PageEvent, errorEvents } from "./error-events.ts";
import { type RefusalReason, admitEvent } from "./event-payload.ts";
import { type ConnectInfo, findJoinTarget } from "./join-target.ts";
import { type JoinAnswer, answerJoin } from "./join-answer.ts";
import { type LiveInstance, joinMembers } from "./live-instance.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import { type LiveUrl, parseParams } from "./live-url.ts";
import { Mailbox } from "./mailbox.ts";
import { andThen } from "./maybe-promise.ts";
import { navigationReply } from "./navigation-reply.ts";
import { RateLimit } from "./rate-limit.ts";
import type { RefusalLog } from "./refusal-log.ts";
import { TopicSubscriptions } from "./topic-subscriptions.ts";
import { ViewPrintContext } from "./view-print-context.ts";
import { findPatchTarget, followPatches } from "./visit-url.ts";

/** What reaches a view: all of it waits in one mailbox. */
type Message =
  | { readonly kind: "join"; readonly ref: string | null; readonly payload: JoinPayload }
  | { readonly kind: "event"; readonly ref: string | null; readonly payload: EventPayload }
  | { readonly kind: "patch"; readonly ref: string | null; readonly url: URL }
  | { readonly kind: "refused"; readonly ref: string | null; readonly refusal: Refusal }
  | { readonly kind: "topic"; readonly topicName: string; readonly message: unknown }
  | { readonly kind: "recheck" }
  | { readonly kind: "answer"; readonly ref: string | null; readonly response: string };

/** An event that the view won't see. */
interface Refusal {
  readonly event: string;
  readonly reason: RefusalReason;
  /** A hook's push gets an error, so that its promise rejects; an error would lock any other element. */
  readonly fromHook: boolean;
}

export interface LiveChannelOptions {
  readonly runtime: LiveRuntime;
  readonly info: ConnectInfo;
  readonly output: ChannelOutput;
  readonly refusals: RefusalLog;
  /** DOM id of the view's container. */
  readonly id: string;
  /** Enters the page under a session. */
  readonly enter: (sessionId: string) => void;
  /** Called once, when the channel has ended for whatever reason. */
  readonly onEnd: () => void;
}

/**
 * One joined live view: a mailbox in front of an instance, and the frames that its turns make.
 *
 * A failing handler ends this channel alone. However it ends, `close` runs: subscriptions, timers and state go.
 */
export class LiveChannel {
  readonly #options: LiveChannelOptions;
  readonly #mailbox: Mailbox<Message>;
  readonly #rate: RateLimit;
  readonly #topics: TopicSubscriptions;
  #instance: LiveInstance | null = null;
  #print: ViewPrintContext | null = null;
  /** What the join mounts or has mounted. */
  #mounting: LiveInstance | null = null;
  /** Where a page that was opened by its URL stands; null for a view inside another. */
  #page: LiveUrl | null = null;
  /** The row of the user's session that the page belongs to; null for a visitor's. */
  #userSessionId: string | null = null;
  #guardsAreDue = false;
  #cancelJoinTimeout: (() => void) | null = null;
  #closed = false;

  constructor(options: LiveChannelOptions) {
    const { limits, pubsub, context } = options.runtime;
    this.#options = options;
    this.#mailbox = new Mailbox<Message>(
      { handle: (message) => this.#handle(message), failed: (error, message) => this.#failed(error, message) },
      limits.mailboxLength,
    );
    this.#rate = new RateLimit(limits.eventsPerSecond, limits.eventBurst, context.clock.now());
    this.#topics = new TopicSubscriptions(pubsub, (topicName, message) => this.#hear(topicName, message));
  }

  join(ref: string | null, payload: JoinPayload): void {
    const { context, limits } = this.#options.runtime;
    this.#cancelJoinTimeout = context.clock.setTimeout(() => {
      this.#report(new Error(`The join took longer than ${limits.joinTimeout} ms.`), "join");
      this.#options.output.reply(ref, "error", '{"reason":"timeout"}');
      this.close();
    }, limits.joinTimeout);
    this.#mailbox.deliver({ kind: "join", ref, payload });
  }

  event(ref: string | null, payload: EventPayload): void {
    if (this.#rate.take(this.#now())) this.#deliver({ kind: "event", ref, payload });
    else this.refuse(ref, { event: payload.event, reason: "rate", fromHook: payload.type === "hook" });
  }

  patch(ref: string | null, url: URL): void {
    if (this.#rate.take(this.#now())) this.#deliver({ kind: "patch", ref, url });
    else this.refuse(ref, { event: "live_patch", reason: "rate", fromHook: false });
  }

  /** Refuses in the order of arrival: an early acknowledgement would unlock elements that still wait. */
  refuse(ref: string | null, refusal: Refusal): void {
    this.#deliver({ kind: "refused", ref, refusal });
  }

  /** Answers in the order of arrival. */
  answer(ref: string | null, response: string): void {
    this.#deliver({ kind: "answer", ref, response });
  }

  /** Ends the channel after a leave or a second join of its topic: the client is told. */
  leave(): void {
    this.#options.output.close();
    this.close();
  }

  /** Ends everything, and gives what leads the page to where it stands, over HTTP: there its guards decide. */
  sever(): () => void {
    const page = this.#instance?.url ?? this.#page;
    this.close();
    return () => this.#options.output.farewell(this.#page && page ? page.local : null);
  }

  /** Makes the guards run again before the next message; they are asked even if none comes. */
  recheck(): void {
    this.#guardsAreDue = true;
    this.#mailbox.post({ kind: "recheck" });
  }

  /** Ends everything that belongs to the view. Safe to call again. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#mounting?.end();
    this.#cancelJoinTimeout?.();
    this.#mailbox.close();
    this.#topics.close();
    this.#options.output.silence();
    this.#instance = null;
    this.#print = null;
    this.#options.onEnd();
  }

  #deliver(message: Message): void {
    if (this.#mailbox.deliver(message) || this.#closed) return;
    this.#options.runtime.counters.increment("mailbox_full");
    this.#fail(new Error("The mailbox is full."), nameOf(message));
  }

  #hear(topicName: string, message: unknown): void {
    if (this.#mailbox.post({ kind: "topic", topicName, message }) || this.#closed) return;
    this.#options.runtime.counters.increment("mailbox_full");
    this.#fail(new Error("The mailbox is full."), "topic");
  }

  #handle(message: Message): void | PromiseLike<void> {
    if (message.kind === "join") return this.#handleJoin(message.ref, message.payload);
    const instance = this.#instance;
    if (!instance) return;
    if (!this.#guardsAreDue) return this.#dispatch(instance, message);
    return this.#runGuards(instance).then((passed) =>
      passed && !this.#closed ? this.#dispatch(instance, message) : undefined,
    );
  }

  /** Runs the guards again; the view takes what they give now, or the page goes to where HTTP decides. */
  async #runGuards(instance: LiveInstance): Promise<boolean> {
    const session = this.#options.info.session.again();
    this.#guardsAreDue = false;
    const guarded = await runGuards(instance.route.guards, { session, transport: "socket" }).catch((error: unknown) => {
      this.#guardsAreDue = true; // Nobody has decided yet.
      throw error;
    });
    if (this.#closed) return false;
    if (guarded.ok && (session.userSession?.id ?? null) === this.#userSessionId) {
      instance.provide(guarded.values);
      return true;
    }
    this.#leaveFor(null, frameEvent.redirect, JSON.stringify({ to: instance.url.local, status: 302 }));
    return false;
  }

  #dispatch(instance: LiveInstance, message: Exclude<Message, { kind: "join" }>): void | PromiseLike<void> {
    switch (message.kind) {
      case "event":
        return this.#handleEvent(instance, message.ref, message.payload);
      case "patch":
        return this.#handlePatch(instance, message.ref, message.url);
      case "recheck":
        return this.#finishTurn(instance, null, null);
      case "topic":
        return this.#handleTopic(instance, message.topicName, message.message);
      case "refused":
        return this.#sendRefusal(message.ref, message.refusal);
      case "answer":
        return this.#options.output.reply(message.ref, "ok", message.response);
    }
  }

  async #handleJoin(ref: string | null, payload: JoinPayload): Promise<void> {
    const { runtime, info, output, id, enter } = this.#options;
    const target = findJoinTarget(runtime, info, id, payload);
    this.#page = target.url;
    this.#userSessionId = target.ok ? target.token.userSessionId : null;
    const answer = await answerJoin(runtime, info, target, {
      enter,
      isClosed: () => this.#closed,
      subscribe: (instance, params) => {
        this.#mounting = instance;
        if (this.#closed) instance.end();
        this.#followTopics(instance, params);
      },
    }).catch((error: unknown) => this.#joinCrashed(error));
    if (this.#closed) return;
    this.#cancelJoinTimeout?.();
    output.reply(ref, answer.ok ? "ok" : "error", answer.response);
    if (!answer.ok) return this.close();
    this.#instance = answer.instance;
    this.#print = answer.print;
    await answer.instance.afterRender();
    answer.instance.state.settleTurn();
  }

  /** Subscribes before mount, and anew whenever params change: messages wait in the mailbox until the join is done. */
  #followTopics(instance: LiveInstance, firstParams: unknown): void {
    let last = firstParams;
    this.#topics.follow(instance.subscriptions(firstParams));
    instance.onParams = (params) => {
      if (params === last) return;
      last = params;
      this.#topics.follow(instance.subscriptions(params));
    };
  }

  #joinCrashed(error: unknown): JoinAnswer {
    this.#report(error, "join");
    const events = this.#eventsOf(error, "join");
    const answer = { reason: joinRefusal.crashed, ...(events.length > 0 && { events }) };
    return { ok: false, response: JSON.stringify(answer) };
  }

  #handleEvent(instance: LiveInstance, ref: string | null, sent: EventPayload): void | PromiseLike<void> {
    // Components have no events of their own yet, so this one's component is gone.
    if (sent.cid !== null) return this.#options.output.reply(ref, "ok", "{}");
    if (sent.event.startsWith(reservedEventPrefix)) return this.#handleReserved(instance, ref, sent);
    const fromHook = sent.type === "hook";
    const spec = instance.route.view.events.get(sent.event);
    if (!spec) return this.#sendRefusal(ref, { event: sent.event, reason: "unknown_event", fromHook });
    return andThen(admitEvent(spec, instance.guardValues, sent), (admitted) => {
      if (this.#closed) return;
      if (!admitted.ok) return this.#sendRefusal(ref, { event: sent.event, reason: admitted.reason, fromHook });
      return andThen(instance.handleEvent(sent.event, admitted.payload, admitted.record), (answer) =>
        this.#finishTurn(instance, ref, answer instanceof Reply ? answer.value : null),
      );
    });
  }

  #handleReserved(instance: LiveInstance, ref: string | null, sent: EventPayload): void | PromiseLike<void> {
    if (sent.event !== clearFlashEvent) {
      return this.#sendRefusal(ref, { event: sent.event, reason: "unknown_event", fromHook: sent.type === "hook" });
    }
    const { value } = sent;
    const key = typeof value === "object" && value !== null && "key" in value ? value.key : undefined;
    instance.state.clearFlash(typeof key === "string" ? key : undefined);
    return this.#finishTurn(instance, ref, null);
  }

  async #handlePatch(instance: LiveInstance, ref: string | null, url: URL): Promise<void> {
    const { output } = this.#options;
    const target = findPatchTarget(instance, url);
    if (!target) return output.reply(ref, "ok", '{"link_redirect":true}');
    const params = await parseParams(target.route.view, target.url);
    if (this.#closed) return;
    if (!params.ok) return this.#leaveFor(ref, "redirect", JSON.stringify({ to: target.url.local, status: 302 }));
    instance.state.clearFlash();
    instance.route = target.route;
    await instance.handleParams(target.url, params.value);
    await this.#finishTurn(instance, ref, null);
  }

  #handleTopic(instance: LiveInstance, topicName: string, message: unknown): void | PromiseLike<void> {
    const handle = this.#topics.handlerOf(topicName);
    if (!handle) return; // The topic was left while the message waited.
    return andThen(instance.handleMessage(topicName, handle, message), () => this.#finishTurn(instance, null, null));
  }

  /** Carries out what a turn asked for and sends what it changed. */
  #finishTurn(instance: LiveInstance, ref: string | null, reply: object | null): void | PromiseLike<void> {
    if (this.#closed) return;
    if (instance.state.navigation?.kind === "patch") {
      return followPatches(instance).then(() => this.#finishTurn(instance, ref, reply));
    }
    const navigation = instance.state.takeNavigation();
    if (navigation) return this.#navigate(instance, ref, navigation);
    this.#sendChanges(instance, ref, reply);
    // What a hook does after the render belongs to no event that could be taken back.
    return andThen(instance.afterRender(), () => instance.state.settleTurn());
  }

  #sendChanges(instance: LiveInstance, ref: string | null, reply: object | null): void {
    const { output } = this.#options;
    const members = joinMembers(this.#changes(instance), reply ? `"r":${JSON.stringify(reply)}` : "");
    const { patched } = instance;
    if (patched) output.push("live_patch", JSON.stringify(patched));
    instance.patched = null;
    instance.state.settleTurn();
    if (ref !== null) output.reply(ref, "ok", members === "" ? "{}" : `{"diff":{${members}}}`);
    else if (members !== "") output.push("diff", `{${members}}`);
  }

  #changes(instance: LiveInstance): string {
    const tree = instance.printTree(this.#print!); // Set with the instance, when the join was answered.
    const events = instance.state.takePageEvents();
    return events.length === 0 ? tree : joinMembers(tree, `"e":${JSON.stringify(events)}`);
  }

  #navigate(instance: LiveInstance, ref: string | null, navigation: Navigation): void {
    const { output, runtime } = this.#options;
    const events = instance.state.takePageEvents();
    if (events.length > 0) output.push("diff", `{"e":${JSON.stringify(events)}}`);
    const { event, payload } = navigationReply(runtime.context, navigation, instance.state.flashOfTurn);
    this.#leaveFor(ref, event, payload);
  }

  /** Sends the page elsewhere, as the reply to the push that led there or as a message, and ends the channel. */
  #leaveFor(ref: string | null, event: string, payload: string): void {
    const { output } = this.#options;
    if (ref !== null) output.reply(ref, "ok", `{"${event}":${payload}}`);
    else output.push(event, payload);
    this.leave();
  }

  #sendRefusal(ref: string | null, { event, reason, fromHook }: Refusal): void {
    const { refusals, output } = this.#options;
    refusals.note(`event_refused_${reason}`, { event: event.slice(0, 100), reason }, "event refused");
    if (fromHook) return output.reply(ref, "error", JSON.stringify({ reason }));
    output.reply(ref, "ok", `{"diff":{"e":${JSON.stringify([[refusedEvent, { event, reason }]])}}}`);
  }

  /** Where something outside was unavailable nothing was done, and the view stays as it was; all else is its end. */
  #failed(error: unknown, message: Message): void {
    const instance = this.#instance;
    const canStay = message.kind === "event" && instance?.patched === null && instance.state.canRollBack;
    if (!(error instanceof Unavailable) || !canStay || this.#closed) return this.#fail(error, nameOf(message));
    this.#options.runtime.context.log.error(
      { err: error, event: message.payload.event },
      "event found something unavailable",
    );
    instance.state.rollBackTurn();
    const { event, type } = message.payload;
    this.#sendRefusal(message.ref, { event, reason: "unavailable", fromHook: type === "hook" });
  }

  #fail(error: unknown, during: string): void {
    if (this.#closed) return;
    this.#report(error, during);
    const events = this.#eventsOf(error, during);
    if (events.length > 0) this.#options.output.push("diff", `{"e":${JSON.stringify(events)}}`);
    this.#options.output.crash();
    this.close();
  }

  #eventsOf(error: unknown, during: string): readonly PageEvent[] {
    return errorEvents(this.#options.runtime.context, error, { during, path: this.#instance?.url.path });
  }

  #report(error: unknown, during: string): void {
    const { runtime } = this.#options;
    runtime.counters.increment("view_crashed");
    runtime.context.log.error({ err: error, during, path: this.#instance?.url.path }, "live view crashed");
  }

  #now(): number {
    return this.#options.runtime.context.clock.now();
  }
}

/** For the log and for those who develop: what was handled. */
const nameOf = (message: Message): string =>
  message.kind === "event" ? `event ${message.payload.event.slice(0, 100)}` : message.kind;
