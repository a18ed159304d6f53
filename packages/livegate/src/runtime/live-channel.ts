import { Unavailable } from "../errors/unavailable.ts";
import { runGuards } from "../live/run-guards.ts";
import type { Navigation } from "../live/navigation.ts";
import { Reply } from "../live/reply.ts";
import type { EventPayload, JoinPayload } from "../protocol/payloads.ts";
import {
  clearFlashEvent,
  frameEvent,
  joinRefusal,
  refusedEvent,
  renewSessionEvent,
  reservedEventPrefix,
} from "../protocol/wire-names.ts";
import {
  type ChannelMessage,
  type ComponentUpdateMessage,
  type LostComponents,
  type Refusal,
  nameOf,
  sentMessage,
} from "./channel-message.ts";
import type { ChannelOutput } from "./channel-output.ts";
import { type PageEvent, errorEvents } from "./error-events.ts";
import type { ComponentInstance } from "./component-instance.ts";
import { admitEvent } from "./event-payload.ts";
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

/** What a turn has to tell the page. */
interface Changes {
  readonly ref: string | null;
  readonly tree: string;
  readonly reply: object | null;
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
  readonly #mailbox: Mailbox<ChannelMessage>;
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
    this.#mailbox = new Mailbox<ChannelMessage>(
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

  /** The page has lost the elements of these components, or has made sure that they are gone. */
  lostComponents(ref: string | null, cids: readonly number[], areGone: boolean): void {
    this.#deliver({ kind: "cids", ref, cids, areGone });
  }

  /** Resolves once all that the view has taken so far is handled and answered. */
  idle(): Promise<void> {
    return this.#mailbox.idle();
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

  /** Asks the page to have its session renewed; false where it can't be asked here. */
  renew(): boolean {
    const { runtime, output } = this.#options;
    const { renewal } = runtime.sessions;
    if (!this.#instance || !renewal) return false;
    const event = [renewSessionEvent, { to: renewal.href(runtime.context.base) }];
    output.push(frameEvent.diff, `{"e":${JSON.stringify([event])}}`);
    return true;
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

  #deliver(message: ChannelMessage): void {
    if (this.#mailbox.deliver(message) || this.#closed) return;
    this.#options.runtime.counters.increment("mailbox_full");
    this.#fail(new Error("The mailbox is full."), nameOf(message));
  }

  #hear(topicName: string, message: unknown): void {
    if (this.#mailbox.post({ kind: "topic", topicName, message }) || this.#closed) return;
    this.#options.runtime.counters.increment("mailbox_full");
    this.#fail(new Error("The mailbox is full."), "topic");
  }

  #handle(message: ChannelMessage): void | PromiseLike<void> {
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

  #dispatch(instance: LiveInstance, message: Exclude<ChannelMessage, { kind: "join" }>): void | PromiseLike<void> {
    switch (message.kind) {
      case "event":
        return this.#handleEvent(instance, message.ref, message.payload);
      case "patch":
        return this.#handlePatch(instance, message.ref, message.url);
      case "recheck":
        return this.#finishTurn(instance, null, null);
      case "topic":
        return this.#handleTopic(instance, message.topicName, message.message);
      case "update":
        return this.#handleUpdate(instance, message);
      case "cids":
        return this.#handleLost(instance, message);
      case "refused":
        return this.#sendRefusal(message.ref, message.refusal);
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
    this.#deliverSent(answer.instance);
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
    const component = sent.cid === null ? null : instance.present?.at(sent.cid);
    if (component === undefined) return this.#answerGone(ref, sent);
    if (sent.event.startsWith(reservedEventPrefix)) return this.#handleReserved(instance, component, ref, sent);
    const fromHook = sent.type === "hook";
    const spec = (component?.component ?? instance.route.view).events.get(sent.event);
    if (!spec) return this.#sendRefusal(ref, { event: sent.event, reason: "unknown_event", fromHook });
    return andThen(admitEvent(spec, instance.guardValues, sent), (admitted) => {
      if (this.#closed) return;
      if (!admitted.ok) return this.#sendRefusal(ref, { event: sent.event, reason: admitted.reason, fromHook });
      const event = { name: sent.event, payload: admitted.payload, record: admitted.record };
      return andThen(instance.handleEvent(event, component), (answer) =>
        this.#finishTurn(instance, ref, answer instanceof Reply ? answer.value : null),
      );
    });
  }

  /** An event that was under way when its component went; the page has no element any more that could be told. */
  #answerGone(ref: string | null, { event, type }: EventPayload): void {
    const { refusals, output } = this.#options;
    refusals.note("event_refused_gone", { event: event.slice(0, 100), reason: "gone" }, "event refused");
    if (type === "hook") output.reply(ref, "error", '{"reason":"gone"}');
    else if (ref !== null) output.reply(ref, "ok", "{}");
  }

  #handleReserved(
    instance: LiveInstance,
    component: ComponentInstance | null,
    ref: string | null,
    sent: EventPayload,
  ): void | PromiseLike<void> {
    if (sent.event !== clearFlashEvent) {
      return this.#sendRefusal(ref, { event: sent.event, reason: "unknown_event", fromHook: sent.type === "hook" });
    }
    const { value } = sent;
    const key = typeof value === "object" && value !== null && "key" in value ? value.key : undefined;
    instance.clearFlash(typeof key === "string" ? key : undefined, component);
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

  #handleUpdate(instance: LiveInstance, update: ComponentUpdateMessage): void | PromiseLike<void> {
    instance.present?.sendUpdate(update);
    return this.#finishTurn(instance, null, null);
  }

  #handleLost(instance: LiveInstance, { ref, cids, areGone }: LostComponents): void {
    const { output } = this.#options;
    if (areGone) return output.reply(ref, "ok", JSON.stringify({ cids: instance.present?.destroyed(cids) ?? [] }));
    instance.present?.willDestroy(cids);
    output.reply(ref, "ok", "{}");
  }

  /** What the turn sent within the view takes its place behind all that waits. */
  #deliverSent(instance: LiveInstance): void {
    for (const sent of instance.state.takeOutbox()) this.#deliver(sentMessage(sent));
  }

  /** Carries out what a turn asked for and sends what it changed. */
  #finishTurn(instance: LiveInstance, ref: string | null, reply: object | null): void | PromiseLike<void> {
    if (this.#closed) return;
    if (instance.sendsComponentsAhead) {
      return andThen(instance.printComponents(), (components) => {
        if (components !== "") this.#options.output.push("diff", `{${components}}`);
        return this.#finishTurn(instance, ref, reply);
      });
    }
    if (instance.state.navigation?.kind === "patch") {
      return followPatches(instance).then(() => this.#finishTurn(instance, ref, reply));
    }
    const navigation = instance.state.takeNavigation();
    if (navigation) return this.#navigate(instance, ref, navigation);
    // Set with the instance, when the join was answered.
    return andThen(instance.printTree(this.#print!), (tree) => {
      if (this.#closed) return;
      this.#sendChanges(instance, { ref, tree, reply });
      this.#deliverSent(instance);
      // What a hook does after the render belongs to no event that could be taken back.
      return andThen(instance.afterRender(), () => instance.state.settleTurn());
    });
  }

  #sendChanges(instance: LiveInstance, { ref, tree, reply }: Changes): void {
    const { output } = this.#options;
    const events = instance.state.takePageEvents();
    const changes = events.length === 0 ? tree : joinMembers(tree, `"e":${JSON.stringify(events)}`);
    const members = joinMembers(changes, reply ? `"r":${JSON.stringify(reply)}` : "");
    const { patched } = instance;
    if (patched) output.push("live_patch", JSON.stringify(patched));
    instance.patched = null;
    instance.state.settleTurn();
    if (ref !== null) output.reply(ref, "ok", members === "" ? "{}" : `{"diff":{${members}}}`);
    else if (members !== "") output.push("diff", `{${members}}`);
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
    if (ref === null) return; // The server sent it to itself.
    if (fromHook) return output.reply(ref, "error", JSON.stringify({ reason }));
    output.reply(ref, "ok", `{"diff":{"e":${JSON.stringify([[refusedEvent, { event, reason }]])}}}`);
  }

  /** Where something outside was unavailable nothing was done, and the view stays as it was; all else is its end. */
  #failed(error: unknown, message: ChannelMessage): void {
    const instance = this.#instance;
    const canStay = message.kind === "event" && instance?.canRollBack === true;
    if (!(error instanceof Unavailable) || !canStay || this.#closed) return this.#fail(error, nameOf(message));
    this.#options.runtime.context.log.error(
      { err: error, event: message.payload.event },
      "event found something unavailable",
    );
    instance.rollBackTurn();
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
