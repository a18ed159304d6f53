import type { Arrival } from "../live/arrival.ts";
import { Halt, halt } from "../live/halt.ts";
import type { AttachedHook, HookOccasion } from "../live/hook.ts";
import type { LiveRoute } from "../live/live-route.ts";
import type { LiveViewCallbacks, Subscription } from "../live/live-view.ts";
import type { TopicRef } from "../pubsub/topic.ts";
import type { SocketState } from "../live/socket-state.ts";
import type { TaskWish } from "../live/state-tasks.ts";
import type { Answer } from "../live/socket-types.ts";
import type { TurnSocket } from "../live/turn-socket.ts";
import type { UploadEntry } from "../live/upload-types.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import type { LiveUrl } from "./live-url.ts";
import type { ComponentInstance } from "./component-instance.ts";
import type { AdmittedPayload } from "./event-payload.ts";
import { andThen } from "./maybe-promise.ts";
import { runTurn } from "./run-turn.ts";
import { ViewComponents } from "./view-components.ts";
import { type PrintedView, ViewPrinter } from "./view-printer.ts";
import type { StartedTask } from "./view-tasks.ts";

type Values = Readonly<Record<string, unknown>>;
/** A handler of the view as the runtime calls it: its types were checked where the view was declared. */
type Handler = (socket: TurnSocket, first: unknown, second: unknown) => Answer;

/** What a view inside another one has in place of a URL. */
export interface NestedVisit {
  /** DOM id of its container. */
  readonly id: string;
  /** What `liveRender` gave. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Whether the values come from a token, which may be older than what reads them. */
  readonly isFromToken?: true;
  /** Whether it goes on while its page navigates. */
  readonly isSticky?: boolean;
}

/** One mounted live view: its state, and its callbacks in turns. Knows nothing of sockets and frames. */
export class LiveInstance implements PrintedView {
  readonly runtime: LiveRuntime;
  readonly state: SocketState;
  route: LiveRoute;
  /** Where it stands; of a view inside another one, where its page stood when it began. */
  url: LiveUrl;
  /** The parameters of the URL, parsed. */
  params: unknown = null;
  /** Of a view inside another one, which no URL leads to. */
  readonly nested: NestedVisit | null;
  /** Where a turn's patches led, for the page's history; taken by the channel. */
  patched: { readonly kind: "push" | "replace"; readonly to: string } | null = null;
  /** Called before handleParams, with the params: subscriptions follow them. */
  onParams: ((params: unknown) => void) | null = null;
  /** Called when a component is gone. */
  onComponentGone: ((cid: number) => void) | null = null;
  #guardValues: Values;
  readonly printer = new ViewPrinter(this);
  #components: ViewComponents | null = null;
  /** The component whose event is handled. */
  #turning: ComponentInstance | null = null;
  #over = false;

  constructor(parts: Pick<LiveInstance, "runtime" | "route" | "state" | "guardValues" | "url" | "nested">) {
    this.runtime = parts.runtime;
    this.route = parts.route;
    this.state = parts.state;
    this.#guardValues = parts.guardValues;
    this.url = parts.url;
    this.nested = parts.nested;
  }

  get connected(): boolean {
    return this.state.connected;
  }

  get guardValues(): Values {
    return this.#guardValues;
  }

  /** Tells what is running that nobody waits for it any more; steps may still start. */
  abandon(): void {
    this.state.signals.abort();
    this.#components?.abandon();
  }

  /** Starts no step of the view any more; what is running may end. */
  end(): void {
    this.#over = true;
    this.state.end();
    this.#components?.end();
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** Takes what the guards give now, in place of what they gave before. */
  provide(guardValues: Values): void {
    this.#guardValues = guardValues;
    this.state.provide(guardValues);
    this.#components?.provide(guardValues);
  }

  /** Runs mount and takes its assigns; gives the halt if mount ended the lifecycle. */
  async mount(params: unknown, arrival: Arrival, session: unknown = {}): Promise<Halt | null> {
    const { action } = this.route;
    if (this.#over) return halt.forbidden();
    const args = { ...arrival, ...this.#guardValues, params, action, session, connected: this.connected };
    const mounted = await this.#callbacks.mount(args as never);
    if (mounted instanceof Halt) return mounted;
    this.state.assign(mounted as Values); // liveView() types mount's result as an object of assigns.
    return null;
  }

  /** The topics that the view wants to hear with these params. */
  subscriptions(params: unknown): readonly Subscription[] {
    return this.#callbacks.subscribe?.({ ...this.#guardValues, params } as never, on as never) ?? [];
  }

  /** Goes to a URL of this view: action, hooks, handleParams. */
  async handleParams(url: LiveUrl, params: unknown): Promise<void> {
    this.url = url;
    this.params = params;
    this.state.setAction(this.route.action);
    this.onParams?.(params);
    const { handleParams } = this.#callbacks;
    const occasion: HookOccasion = { stage: "handleParams", name: url.href, value: params };
    const own = handleParams as ((socket: TurnSocket, params: unknown, action: unknown) => Answer) | null;
    await this.turn(occasion, (socket) => own?.(socket, params, this.route.action));
  }

  /** Runs a stage's hooks and then the view's own step, in one turn; a halting hook keeps the own step from running. */
  turn(occasion: HookOccasion, own: (socket: TurnSocket) => unknown): unknown {
    if (this.#over) return undefined;
    const hooks = this.state.hooksOf(occasion.stage);
    return runTurn(this.state, (socket) =>
      hooks.length === 0
        ? own(socket)
        : runHooks(hooks, occasion, socket, () => (this.#over ? undefined : own(socket))),
    );
  }

  /** Runs the handler of an event, of the view's own or of one of its components. */
  handleEvent(event: AdmittedPayload & { readonly name: string }, component: ComponentInstance | null): unknown {
    const { name, payload, record } = event;
    this.#turning = component;
    if (component !== null) {
      if (this.#over) return undefined;
      return andThen(component.handleEvent(name, payload, record), (answer) => {
        this.#components?.turned(component);
        return answer;
      });
    }
    const handler = this.#callbacks.handle[name] as unknown as Handler;
    return this.turn({ stage: "handleEvent", name, value: payload }, (socket) => handler(socket, payload, record));
  }

  /** Runs the handler of a topic's message. */
  handleMessage(topicName: string, handle: Subscription["handle"], message: unknown): unknown {
    const handler = handle as (socket: TurnSocket, message: unknown) => Answer;
    return this.turn({ stage: "handleMessage", name: topicName, value: message }, (socket) => handler(socket, message));
  }

  /** Loads again what messages would have told. */
  resync(reload: NonNullable<LiveViewCallbacks["resync"]>): unknown {
    const handler = reload as (socket: TurnSocket) => Answer;
    return this.turn({ stage: "handleMessage", name: "resync", value: null }, (socket) => handler(socket));
  }

  /** Takes what came of a task, of the view's own or of one of its components. */
  landTask({ task, cid, outcome }: StartedTask, keys: readonly string[]): unknown {
    if (this.#over || outcome === null) return undefined;
    if (cid === null) {
      const occasion: HookOccasion = { stage: "handleAsync", name: task.name, value: outcome };
      return this.turn(occasion, (socket) => task.land(socket, outcome, keys));
    }
    const component = this.#components?.at(cid);
    if (component === undefined) return undefined;
    return andThen(
      runTurn(component.state, (socket) => task.land(socket, outcome, keys)),
      () => this.#components?.turned(component),
    );
  }

  /** What turns of the view and of its components want of tasks. */
  takeTaskWishes(): readonly TaskWish[] {
    const own = this.state.takeTaskWishes();
    return this.#components === null ? own : [...own, ...this.#components.takeTaskWishes()];
  }

  /** Runs what is to be done when a file has come further. */
  handleProgress(upload: string, entry: UploadEntry): unknown {
    const handler = this.#callbacks.handleProgress[upload];
    if (this.#over || !handler) return undefined;
    return runTurn(this.state, (socket) => handler(socket as never, entry));
  }

  /** Runs the hooks that follow a render. */
  afterRender(): unknown {
    if (this.state.hooksOf("afterRender").length === 0) return undefined;
    return this.turn({ stage: "afterRender", name: this.url.href, value: undefined }, () => undefined);
  }

  /** The live components of the view, null as long as there was none. */
  get present(): ViewComponents | null {
    return this.#components;
  }

  get places(): ViewComponents {
    return (this.#components ??= new ViewComponents(this, this.runtime.limits.componentsPerView));
  }

  /** Removes messages of the view, or of one of its components. */
  clearFlash(kind: string | undefined, component: ComponentInstance | null): void {
    (component ?? this).state.clearFlash(kind);
    if (component !== null) this.#components?.turned(component);
  }

  /** Whether the page and everything that is kept can be as if the turn had never been. */
  get canRollBack(): boolean {
    return (
      !this.printer.isUnderWay &&
      this.patched === null &&
      this.state.canRollBack &&
      this.#turning?.state.canRollBack !== false
    );
  }

  rollBackTurn(): void {
    this.state.rollBackTurn();
    this.#turning?.state.rollBackTurn();
  }

  get #callbacks() {
    return this.route.view.callbacks;
  }
}

/** What a view's `subscribe` calls. */
const on = (topic: TopicRef, handle: Subscription["handle"]): Subscription => ({ topic, handle });

function runHooks(
  hooks: readonly AttachedHook[],
  occasion: HookOccasion,
  socket: TurnSocket,
  own: () => unknown,
): unknown {
  const [hook, ...rest] = hooks;
  if (!hook) return own();
  return andThen(hook(occasion, socket), (answer) =>
    answer === "halt" ? undefined : runHooks(rest, occasion, socket, own),
  );
}
