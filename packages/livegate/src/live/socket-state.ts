import { LivegateError } from "../errors/livegate-error.ts";
import type { EventRef } from "../html/event-ref.ts";
import type { NamedEvent } from "../html/print-context.ts";
import { type StreamSource, StreamSnapshot } from "../html/stream-source.ts";
import type { Arrival } from "./arrival.ts";
import type { LiveComponent } from "./component-kind.ts";
import { deepFreeze } from "./freeze.ts";
import type { AttachedHook, HookStage } from "./hook.ts";
import type { Navigation } from "./navigation.ts";
import { AsyncState } from "../html/async-result.ts";
import { AsyncStart, type StreamAsyncOptions } from "./async-task.ts";
import { StateStreams, type StreamPart } from "./state-streams.ts";
import { StateTasks, type TaskWish } from "./state-tasks.ts";
import { StateUploads } from "./state-uploads.ts";
import { TurnSignals } from "./turn-signals.ts";
import type { UploadDeclarations } from "./upload.ts";

type Values = Record<string, unknown>;

/** Names in assigns that belong to the framework. */
const RESERVED: ReadonlySet<string> = new Set(["action", "flash", "inner", "staticChanged", "uploads"]);

const NOTHING: ReadonlySet<string> = new Set();
const NONE: readonly string[] = [];
const toView = (): null => null;
const hearsNothing = (): boolean => false;

const NO_WISHES: readonly TaskWish[] = [];
const NO_FLASH: Readonly<Record<string, string>> = Object.freeze({});
const NO_UPLOADS = Object.freeze({});

interface Hook {
  readonly name: string;
  readonly stage: HookStage;
  readonly run: AttachedHook;
}

/** What a turn sends within its view: it waits in the mailbox like anything from outside. */
export type Sent =
  | {
      readonly kind: "update";
      readonly component: LiveComponent;
      readonly id: string;
      readonly props: Readonly<Values>;
    }
  | { readonly kind: "event"; readonly event: EventRef; readonly payload: unknown; readonly cid: number | null };

/** What a turn wants a view to be on a topic; null: nothing any more. */
export interface PresenceWish {
  readonly topicName: string;
  readonly as: { readonly key: string; readonly meta: unknown } | null;
}

/**
 * An assign as it was. No literal: where many views are mounted at once V8 would learn from those that they live long, and
 * would then keep what each turn overwrites until a full collection.
 */
class Overwritten {
  readonly key: string;
  readonly former: unknown;

  constructor(key: string, former: unknown) {
    this.key = key;
    this.former = former;
  }
}

/** The state of one live view, or of one component in it, between turns; handles (`TurnSocket`) change it, the runtime prints it. */
export class SocketState {
  readonly connected: boolean;
  /** The path under which the app is mounted. */
  readonly base: string;
  /** Finds the component that declares an event; null: the view. */
  readonly targetOf: (event: NamedEvent) => number | null;
  readonly #development: boolean;
  /** What `render` is called with: guard values, assigns, `action` and `flash`. */
  readonly assigns: Values = {};
  #guarded: ReadonlySet<string> = NOTHING;
  #props: ReadonlySet<string> = NOTHING;
  /** Assigns that are null after each print. */
  readonly #temporary: readonly string[];
  /** Whether something that `render` may read has changed since the last print. */
  changed = true;
  /** Messages put during this turn: what travels with a navigation. */
  flashOfTurn: Readonly<Record<string, string>> = NO_FLASH;
  /** Events for the page, as pairs of name and payload, in order. */
  pageEvents: [name: string, payload: object][] = [];
  navigation: Navigation | null = null;
  outbox: Sent[] = [];
  /** What turns want of presences, in order. */
  presenceWishes: PresenceWish[] = [];
  /** Whether the view hears a topic. */
  hears: (topicName: string) => boolean = hearsNothing;
  #hooks: readonly Hook[] = [];
  /** What this turn has overwritten, newest last. */
  readonly #overwritten: Overwritten[] = [];
  #streamsChanged = false;
  /** Null where none are declared. */
  uploads: StateUploads | null = null;

  readonly #streams: StateStreams;
  /** Stands in the DOM ids of its streams' items, and of its components'. */
  readonly partId: string | null;
  /** What turns want of tasks; made for the first. */
  #tasks: StateTasks | null = null;
  #signals: TurnSignals | null = null;
  #over = false;

  constructor(options: {
    readonly connected: boolean;
    readonly development: boolean;
    readonly base?: string;
    /** Assigns that are null after each print. */
    readonly temporary?: readonly string[];
    /** Of a component, and of a view inside a page: what tells its streams apart. */
    readonly part?: StreamPart;
    /** Of a component. */
    readonly targetOf?: (event: NamedEvent) => number | null;
  }) {
    this.connected = options.connected;
    this.base = options.base ?? "";
    this.targetOf = options.targetOf ?? toView;
    this.#development = options.development;
    this.#temporary = options.temporary ?? NONE;
    this.#streams = new StateStreams(options.development, options.part);
    this.partId = options.part?.id ?? null;
    this.assigns["flash"] = NO_FLASH;
    this.assigns["uploads"] = NO_UPLOADS;
  }

  /** Opens the uploads that were declared. What becomes of them stays when a turn is taken back: files were picked, bytes have come. */
  openUploads(declared: UploadDeclarations): void {
    if (Object.keys(declared).length === 0) return;
    this.uploads = new StateUploads(declared, (shown) => {
      this.assigns["uploads"] = shown;
      this.changed = true;
    });
  }

  /** Takes the values of guards; assigns may not shadow them from now on. */
  provide(values: Readonly<Values>): void {
    this.#guarded = new Set(Object.keys(values));
    for (const key in values) {
      if (RESERVED.has(key)) this.#refuse(key);
      this.#set(key, values[key]);
    }
  }

  /** Takes the props of a component; assigns may not shadow them from now on. */
  takeProps(props: Readonly<Values>): void {
    for (const key in props) {
      if (this.#guarded.has(key) || RESERVED.has(key)) this.#refuse(key);
      this.#set(key, props[key]);
    }
    for (const key of this.#props) if (!(key in props)) this.#set(key, undefined);
    this.#props = new Set(Object.keys(props));
  }

  /** Sets assigns of the view. */
  assign(patch: Readonly<Values>): void {
    for (const key in patch) {
      if (this.#guarded.has(key) || this.#props.has(key) || RESERVED.has(key)) this.#refuse(key);
      this.#set(key, patch[key]);
    }
  }

  /** Changes the stream in an assign; `operation` says whether it did. */
  changeStream(name: string, operation: (source: StreamSource) => boolean): void {
    const present = this.assigns[name];
    const source = this.#streams.source(name, present);
    if (!operation(source)) return;
    const changed = new StreamSnapshot(source);
    this.#streamsChanged = true;
    this.assigns[name] = present instanceof AsyncState ? present.withResult(changed) : changed;
    this.changed = true;
  }

  /** A task has brought items for the stream in an assign. */
  fillStream(name: string, items: readonly unknown[], { reset = false, ...options }: StreamAsyncOptions): void {
    const filled = this.#streams.fill(name, this.assigns[name], (source) => {
      if (reset) source.reset(items, options);
      else for (const item of items) source.insert(item, options);
    });
    this.#streamsChanged = true;
    this.assigns[name] = AsyncState.came(filled);
    this.changed = true;
  }

  get signals(): TurnSignals {
    this.#signals ??= new TurnSignals();
    if (this.#over) this.#signals.abort();
    return this.#signals;
  }

  /** Its view or component has ended: what its turns have begun is to end as well. */
  end(): void {
    this.#over = true;
    this.#signals?.abort();
    this.uploads?.end();
  }

  get tasks(): StateTasks {
    return (this.#tasks ??= new StateTasks(this));
  }

  /** What turns want of tasks, taken when a turn is over and told. */
  takeTaskWishes(): readonly TaskWish[] {
    return this.#tasks?.take() ?? NO_WISHES;
  }

  /** Whether there are stream items of which the page alone knows. */
  get hasForgottenItems(): boolean {
    return this.#streams.hasForgotten;
  }

  /** Called after each print: from now on only what changes anew is to be sent. */
  printed(): void {
    this.changed = false;
    // Not by #set: that the page keeps it and we don't is no change.
    for (const name of this.#temporary) this.assigns[name] = null;
    this.#streams.printed();
  }

  setAction(action: string | null): void {
    this.#set("action", action);
  }

  arrived({ staticChanged }: Arrival): void {
    this.#set("staticChanged", staticChanged);
  }

  get flash(): Readonly<Record<string, string>> {
    return this.assigns["flash"] as Readonly<Record<string, string>>; // Set by the constructor and setFlash only.
  }

  setFlash(flash: Readonly<Record<string, string>>): void {
    this.#set("flash", Object.keys(flash).length === 0 ? NO_FLASH : flash);
  }

  putFlash(kind: string, message: string): void {
    this.flashOfTurn = { ...this.flashOfTurn, [kind]: message };
    this.setFlash({ ...this.flash, [kind]: message });
  }

  clearFlash(kind?: string): void {
    const without = (flash: Readonly<Record<string, string>>) =>
      kind === undefined ? NO_FLASH : Object.fromEntries(Object.entries(flash).filter(([key]) => key !== kind));
    this.flashOfTurn = without(this.flashOfTurn);
    this.setFlash(without(this.flash));
  }

  attachHook(name: string, stage: HookStage, run: AttachedHook): void {
    if (this.#hooks.some((hook) => hook.name === name && hook.stage === stage)) {
      throw new LivegateError("LG_HOOK_NAME", `A hook "${name}" is attached to ${stage} already.`);
    }
    this.#hooks = [...this.#hooks, { name, stage, run }];
  }

  detachHook(name: string, stage: HookStage): void {
    this.#hooks = this.#hooks.filter((hook) => hook.name !== name || hook.stage !== stage);
  }

  /** The hooks of a stage in the order in which they were attached. */
  hooksOf(stage: HookStage): readonly AttachedHook[] {
    return this.#hooks.length === 0 ? [] : this.#hooks.filter((hook) => hook.stage === stage).map((hook) => hook.run);
  }

  /** Whether what the turn has done can be taken back: not with streams, whose items are forgotten. */
  get canRollBack(): boolean {
    return !this.#streamsChanged;
  }

  /** Keeps what the turn has done. */
  settleTurn(): void {
    this.#overwritten.length = 0;
    this.#streamsChanged = false;
    this.flashOfTurn = NO_FLASH;
  }

  /** Takes back what the turn has done to assigns, flash, page events and navigation. */
  rollBackTurn(): void {
    for (const { key, former } of this.#overwritten.toReversed()) this.assigns[key] = former;
    this.pageEvents = [];
    this.navigation = null;
    this.outbox = [];
    this.presenceWishes = [];
    this.#tasks?.take();
    this.settleTurn();
  }

  /** What one turn left behind is taken by the print that follows it. */
  takePageEvents(): readonly [name: string, payload: object][] {
    const events = this.pageEvents;
    if (events.length > 0) this.pageEvents = [];
    return events;
  }

  takeOutbox(): readonly Sent[] {
    const { outbox } = this;
    if (outbox.length > 0) this.outbox = [];
    return outbox;
  }

  takePresenceWishes(): readonly PresenceWish[] {
    const { presenceWishes } = this;
    if (presenceWishes.length > 0) this.presenceWishes = [];
    return presenceWishes;
  }

  takeNavigation(): Navigation | null {
    const navigation = this.navigation;
    this.navigation = null;
    return navigation;
  }

  #set(key: string, value: unknown): void {
    const former = this.assigns[key];
    if (former === value && key in this.assigns) return;
    this.#overwritten.push(new Overwritten(key, former));
    const own = this.#own(key, value);
    if (own !== value) this.#streamsChanged = true;
    this.assigns[key] = this.#development ? deepFreeze(own) : own;
    this.changed = true;
  }

  #own(key: string, value: unknown): unknown {
    if (!(value instanceof AsyncStart)) return this.#streams.adopt(key, value);
    if (value.task.stream !== null) this.#streams.prepare(key, value.task.stream.start);
    return this.tasks.begin(key, value.task);
  }

  #refuse(key: string): never {
    const owner = RESERVED.has(key) ? "the framework" : this.#props.has(key) ? "a prop" : "a guard";
    throw new LivegateError("LG_ASSIGN_SHADOWS", `The assign "${key}" was set, but that name belongs to ${owner}.`);
  }
}
