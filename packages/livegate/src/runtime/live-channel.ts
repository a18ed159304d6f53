import { Unavailable } from "../errors/unavailable.ts";
import type { EventPayload, JoinPayload } from "../protocol/payloads.ts";
import type { PreflightPayload, ProgressPayload } from "../protocol/upload-payloads.ts";
import { eventsMember } from "../protocol/tree-members.ts";
import { frameEvent, joinRefusal, renewSessionEvent, uploadRefusal } from "../protocol/wire-names.ts";
import { type ChannelMessage, type Refusal, nameOf } from "./channel-message.ts";
import { type UploadClaim, claimUpload } from "./claim-upload.ts";
import type { ChannelOutput } from "./channel-output.ts";
import { deliverSent } from "./end-turn.ts";
import { type PageEvent, errorEvents } from "./error-events.ts";
import { GuardReruns, isAsked } from "./guard-reruns.ts";
import { handleMessage } from "./handle-message.ts";
import { HeldEvent } from "./held-event.ts";
import type { ConnectInfo, JoinTarget, ParentView } from "./join-target.ts";
import { type JoiningPage, type PageLead, findTarget } from "./nested-target.ts";
import { type JoinAnswer, answerJoin } from "./join-answer.ts";
import type { KeptValues } from "./kept-values.ts";
import type { JoinedView, ViewChannel } from "./joined-view.ts";
import type { LiveInstance } from "./live-instance.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import type { LiveUrl } from "./live-url.ts";
import { type JoinSpan, spans } from "../tracing/spans.ts";
import { traced } from "../tracing/traced.ts";
import { randomToken } from "../token/random-token.ts";
import { Mailbox } from "./mailbox.ts";
import { mayReload } from "./may-reload.ts";
import type { PageToken } from "./page-token.ts";
import { RateLimit } from "./rate-limit.ts";
import { refuseEvent } from "./refuse-event.ts";
import type { RefusalLog } from "./refusal-log.ts";
import type { UploadToken } from "./upload-token.ts";
import { TopicSubscriptions } from "./topic-subscriptions.ts";
import { ViewTasks } from "./view-tasks.ts";

type Joined = Extract<JoinAnswer, { readonly ok: true }>;

export interface LiveChannelOptions {
  readonly runtime: LiveRuntime;
  readonly info: ConnectInfo;
  readonly output: ChannelOutput;
  readonly refusals: RefusalLog;
  /** DOM id of the view's container. */
  readonly id: string;
  /** Enters the page under a session. */
  readonly enter: (sessionId: string) => void;
  /** The page whose connection it is. */
  readonly page: JoiningPage;
  /** Called once, when its page has left it and it isn't done yet. */
  readonly onLeft: () => void;
  /** Called once, when the channel has ended for whatever reason. */
  readonly onEnd: () => void;
}

/**
 * One joined live view: the mailbox in front of it, its join and its end.
 *
 * A failing handler ends this channel alone. However it ends, `close` runs: subscriptions, timers and state go.
 */
export class LiveChannel implements ViewChannel {
  readonly #options: LiveChannelOptions;
  readonly #mailbox: Mailbox<ChannelMessage>;
  readonly #guards: GuardReruns;
  readonly #rate: RateLimit;
  readonly #topics: TopicSubscriptions;
  readonly #tasks: ViewTasks;
  readonly #held: HeldEvent;
  /** Null until the join is answered, and after the end. */
  #view: JoinedView | null = null;
  /** What the join mounts or has mounted. */
  #mounting: LiveInstance | null = null;
  /** What the join asked for; null before. */
  #target: JoinTarget | null = null;
  #kept: KeptValues | null = null;
  #instanceId: string | null = null;
  /** The row of the user's session that the page belongs to; null for a visitor's. */
  #userSessionId: string | null = null;
  #cancelTimeout: (() => void) | null = null;
  /** Whether its page has left it: it finishes what it was asked for, and nobody hears of that. */
  #left = false;
  #closed = false;

  constructor(options: LiveChannelOptions) {
    const { limits, context } = options.runtime;
    this.#options = options;
    this.#mailbox = new Mailbox<ChannelMessage>(
      { handle: (message) => this.#handle(message), failed: (error, message) => this.#failed(error, message) },
      limits.mailboxLength,
    );
    this.#guards = new GuardReruns(this.#mailbox);
    this.#rate = new RateLimit(limits.eventsPerSecond, limits.eventBurst, context.clock.now());
    this.#topics = new TopicSubscriptions(options.runtime, (topicName, message) =>
      this.#hear({ kind: "topic", topicName, message }),
    );
    this.#topics.onResync = () => this.#hear({ kind: "resync" });
    this.#tasks = new ViewTasks(options.runtime, (landing) => this.#hear(landing));
    this.#held = new HeldEvent(context.clock, limits.heldTimeout, (id) => this.deliver({ kind: "expired", id }));
  }

  join(ref: string | null, payload: JoinPayload): void {
    const { context, limits } = this.#options.runtime;
    this.#cancelTimeout = context.clock.setTimeout(() => {
      this.#report(new Error(`The join took longer than ${limits.joinTimeout} ms.`), "join");
      this.#options.output.reply(ref, "error", '{"reason":"timeout"}');
      this.close();
    }, limits.joinTimeout);
    this.#mailbox.deliver({ kind: "join", ref, payload });
  }

  event(ref: string | null, payload: EventPayload): void {
    this.#options.runtime.metrics.events += 1;
    // What a hook sends need not be a person's doing.
    if (payload.type !== "hook") this.#used();
    if (this.#rate.take(this.#now())) this.deliver({ kind: "event", ref, payload });
    else this.refuse(ref, { event: payload.event, reason: "rate", fromHook: payload.type === "hook" });
  }

  patch(ref: string | null, url: URL): void {
    this.#used();
    if (this.#rate.take(this.#now())) this.deliver({ kind: "patch", ref, url });
    else this.refuse(ref, { event: frameEvent.livePatch, reason: "rate", fromHook: false });
  }

  preflight(ref: string | null, payload: PreflightPayload): void {
    if (this.#rate.take(this.#now())) this.deliver({ kind: "preflight", ref, payload });
    else this.refuse(ref, { event: frameEvent.allowUpload, reason: "rate", fromHook: false });
  }

  /** Many files may come on at once: where that is too much, steps are left out. */
  progress(ref: string | null, payload: ProgressPayload): void {
    this.deliver({ kind: "progress", ref, payload, mayRun: this.#rate.take(this.#now()) });
  }

  /** The file that a token stands for, or why it isn't taken. */
  claimUpload(token: UploadToken): UploadClaim | string {
    return this.#view ? claimUpload(this.#view, token) : uploadRefusal.disallowed;
  }

  /** Refuses in the order of arrival: an early acknowledgement would unlock elements that still wait. */
  refuse(ref: string | null, refusal: Refusal): void {
    this.deliver({ kind: "refused", ref, refusal });
  }

  /** The page has lost the elements of these components, or has made sure that they are gone. */
  lostComponents(ref: string | null, cids: readonly number[], areGone: boolean): void {
    this.deliver({ kind: "cids", ref, cids, areGone });
  }

  deliver(message: ChannelMessage): void {
    if (!this.#mailbox.deliver(message)) this.#overflowed(nameOf(message));
  }

  /** Messages that wait for the view. */
  get mailboxLength(): number {
    return this.#mailbox.length;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  mayGoOn(): boolean | Promise<boolean> {
    return !this.#closed && !this.#left && this.#guards.mayGoOn(this.#view, () => this.#closed);
  }

  /** Resolves once all that the view has taken so far is handled and answered. */
  idle(): Promise<void> {
    return this.#mailbox.idle();
  }

  /** Ends the channel as its page goes elsewhere: the client is told. */
  leave(): void {
    this.#options.output.close();
    this.close();
  }

  /** Ends the channel after a leave or a second join of its topic: the client is told at once. */
  left(): void {
    this.#options.output.close();
    this.finish();
  }

  /** Ends the channel once it has done what its page had asked for: who saves and leaves has saved. */
  finish(): void {
    if (this.#left) return;
    if (!this.#view || !this.#mailbox.has(isAsked)) return this.close();
    const { runtime, output, onLeft } = this.#options;
    this.#left = true;
    output.silence();
    this.#mailbox.seal();
    this.#view.instance.abandon();
    this.#topics.close();
    this.#tasks.close();
    this.#cancelTimeout = runtime.context.clock.setTimeout(() => this.close(), runtime.limits.leaveTimeout);
    onLeft();
    void this.#mailbox.idle().then(() => this.close());
  }

  /** Ends everything, and gives what leads the page to where it stands, over HTTP: there its guards decide. */
  sever(): () => void {
    const { lead } = this;
    this.close();
    return () => this.#options.output.farewell(lead ? lead.url.local : null);
  }

  /** Where the page is, if this is the view that leads it. */
  get lead(): PageLead | null {
    const target = this.#target;
    if (!target?.ok || !target.leads) return null;
    return { url: this.#view?.instance.url ?? target.url, liveSession: target.token.liveSession };
  }

  /** Where its page is. */
  get path(): string {
    return this.pageUrl?.path ?? "";
  }

  /** The live session of its page. */
  get liveSession(): string {
    return this.#target?.ok ? this.#target.token.liveSession : "";
  }

  /** The view around it. */
  get parent(): ParentView | null {
    return this.#target?.ok ? this.#target.parent : null;
  }

  /** Tells this channel from all others, whatever their topics; made for the first view inside it. */
  get instanceId(): string {
    return (this.#instanceId ??= randomToken(12));
  }

  /** Whether views inside it name it so. */
  isInstance(id: string): boolean {
    return this.#instanceId === id && this.#view !== null;
  }

  /** Where a view leads that may be here no more: to its page. */
  get pageUrl(): LiveUrl | null {
    return this.#options.page.lead?.url ?? this.#view?.instance.url ?? null;
  }

  /** Ends the channel so that the page joins it anew, with what its forms hold. */
  rejoin(): void {
    if (this.#closed) return;
    this.#options.output.crash();
    this.close();
  }

  /** Ends the channel as a failure does: the one around it goes along where it is linked to that. */
  crash(): void {
    if (this.#closed) return;
    const parent = this.#linkedParent;
    // The client lets go of the views in one that has crashed: they join again behind it.
    if (parent) parent.crash();
    else this.rejoin();
    this.close();
  }

  /** Makes the guards run again before the next message; they are asked even if none comes. */
  recheck(): void {
    this.#guards.request();
  }

  /** Asks the page to have its session renewed; false where it can't be asked here. */
  renew(): boolean {
    const { runtime, output } = this.#options;
    const { renewal } = runtime.sessions;
    if (!this.#view || !renewal) return false;
    output.pushDiff(eventsMember([[renewSessionEvent, { to: renewal.href(runtime.context.base) }]]));
    return true;
  }

  /** Ends everything that belongs to the view. Safe to call again. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#mounting?.end();
    this.#cancelTimeout?.();
    this.#mailbox.close();
    this.#topics.close();
    this.#tasks.close();
    this.#kept?.close();
    this.#held.close();
    this.#options.output.silence();
    this.#view = null;
    this.#options.onEnd();
  }

  #hear(message: ChannelMessage): void {
    if (!this.#mailbox.post(message)) this.#overflowed(nameOf(message));
  }

  #overflowed(during: string): void {
    if (this.#closed || this.#left) return;
    this.#options.runtime.counters.increment("mailbox_full");
    this.#fail(new Error("The mailbox is full."), during);
  }

  #handle(message: ChannelMessage): void | PromiseLike<void> {
    if (message.kind === "join") return this.#traceJoin(message.ref, message.payload);
    const view = this.#view;
    if (!view || (this.#left && !isAsked(message))) return;
    if (!this.#guards.precede(view, message)) return handleMessage(view, message);
    return this.#guards
      .run(view)
      .then((passed) => (passed && !this.#closed ? handleMessage(view, message) : undefined));
  }

  #traceJoin(ref: string | null, payload: JoinPayload): Promise<void> {
    const span: JoinSpan = { view: null };
    return traced(spans.join, span, () => this.#handleJoin(ref, payload, span));
  }

  async #handleJoin(ref: string | null, payload: JoinPayload, span: JoinSpan): Promise<void> {
    const { runtime, output } = this.#options;
    const target = this.#findTarget(payload);
    if (target.ok) span.view = target.route.viewName;
    const answer = await this.#answer(target, span);
    if (answer.ok) this.#kept = answer.kept;
    if (this.#closed) return this.#kept?.close();
    this.#cancelTimeout?.();
    span.joined = answer.ok;
    runtime.metrics.joins += 1;
    if (answer.ok) runtime.metrics.joined += 1;
    output.joined(ref, answer.ok ? "ok" : "error", answer.response);
    if (!answer.ok || !target.ok) return this.#endRefused(answer);
    const view = this.#viewOf(answer, target.token, payload.params.held !== null);
    this.#view = view;
    await view.instance.afterRender();
    view.instance.state.settleTurn();
    deliverSent(view);
  }

  #findTarget(payload: JoinPayload): JoinTarget {
    const { runtime, info, id, page } = this.#options;
    const target = findTarget(runtime, info, { id, payload, page });
    this.#target = target;
    this.#userSessionId = target.ok ? target.token.userSessionId : null;
    if (target.ok && target.navigated) this.#used();
    return target;
  }

  #answer(target: JoinTarget, span: JoinSpan): Promise<JoinAnswer> {
    const { runtime, info, id, enter } = this.#options;
    return answerJoin(runtime, info, target, {
      enter,
      embedding: { id, instance: () => this.instanceId },
      isClosed: () => this.#closed,
      subscribe: (instance, params) => {
        this.#mounting = instance;
        if (this.#closed) instance.end();
        this.#followTopics(instance, params);
      },
    }).catch((error: unknown) => {
      span.error = error;
      return this.#joinCrashed(error);
    });
  }

  #viewOf({ instance, print, kept }: Joined, page: PageToken, hasSheet: boolean): JoinedView {
    const { runtime, info, output, refusals } = this.#options;
    const [topics, tasks, held] = [this.#topics, this.#tasks, this.#held];
    if (kept !== null) kept.onRenewed = (event) => output.pushDiff(eventsMember([event]));
    instance.onComponentGone = (cid) => tasks.forget(cid);
    const caller = { info, userSessionId: this.#userSessionId };
    return {
      runtime,
      page,
      instance,
      print,
      topics,
      tasks,
      kept,
      output,
      refusals,
      channel: this,
      caller,
      held,
      hasSheet,
    };
  }

  /** Subscribes before mount, and anew whenever params change: messages wait in the mailbox until the join is done. */
  #followTopics(instance: LiveInstance, firstParams: unknown): void {
    let last = firstParams;
    instance.state.hears = (topicName) => this.#topics.hears(topicName);
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
    return { ok: false, response: JSON.stringify(answer), crashed: true };
  }

  /** Ends what didn't join. Where it has crashed, and is linked to the view around it, both begin anew. */
  #endRefused(answer: JoinAnswer): void {
    const { runtime, info, id } = this.#options;
    const parent = answer.ok || !answer.crashed ? null : this.#linkedParent;
    // That one joins well each time, and the client would never give up: after a few times this one fails alone.
    if (parent && mayReload(runtime, info, `${parent.path}#${id}`)) parent.crash();
    this.close();
  }

  /** What goes along where this view crashes. */
  get #linkedParent(): ParentView | null {
    return this.#target?.ok && this.#target.isLinked && !this.#left ? this.#target.parent : null;
  }

  /** Where something outside was unavailable nothing was done, and the view stays as it was; all else is its end. */
  #failed(error: unknown, message: ChannelMessage): void {
    const instance = this.#view?.instance;
    const canStay = message.kind === "event" && instance?.canRollBack === true;
    if (!(error instanceof Unavailable) || !canStay || this.#closed) return this.#fail(error, nameOf(message));
    this.#options.runtime.context.log.error(
      { err: error, event: message.payload.event },
      "event found something unavailable",
    );
    instance.rollBackTurn();
    const { event, type } = message.payload;
    refuseEvent(this.#options, message.ref, { event, reason: "unavailable", fromHook: type === "hook" });
  }

  #fail(error: unknown, during: string): void {
    if (this.#closed) return;
    this.#report(error, during);
    const events = this.#eventsOf(error, during);
    this.#options.output.pushDiff(eventsMember(events));
    this.crash();
  }

  #eventsOf(error: unknown, during: string): readonly PageEvent[] {
    return errorEvents(this.#options.runtime.context, error, { during, path: this.#view?.instance.url.path });
  }

  #report(error: unknown, during: string): void {
    const { runtime } = this.#options;
    runtime.counters.increment("view_crashed");
    runtime.context.log.error({ err: error, during, path: this.#view?.instance.url.path }, "live view crashed");
  }

  #used(): void {
    if (this.#userSessionId !== null) this.#options.runtime.sessions.used(this.#userSessionId);
  }

  #now(): number {
    return this.#options.runtime.context.clock.now();
  }
}
