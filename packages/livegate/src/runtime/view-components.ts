import { LivegateError } from "../errors/livegate-error.ts";
import { printHtml } from "../html/print-html.ts";
import type { Place } from "../html/place.ts";
import type { PlacedComponent, Placement } from "../html/placement.ts";
import type { LiveComponent } from "../live/component-kind.ts";
import type { Navigation } from "../live/navigation.ts";
import type { SocketState } from "../live/socket-state.ts";
import type { TaskWish } from "../live/state-tasks.ts";
import type { ComponentUpdateMessage } from "./channel-message.ts";
import { ComponentInstance } from "./component-instance.ts";
import { PageMarks } from "./page-marks.ts";
import { type ViewOfComponents, updateComponents } from "./component-updates.ts";
import { andThen } from "./maybe-promise.ts";
import type { OwnerContext, ViewPlaces } from "./owner-context.ts";
import { WireComponents } from "./wire-components.ts";

type Values = Readonly<Record<string, unknown>>;

/** The live components of one view: by number for the page, by kind and id for templates. */
export class ViewComponents implements ViewPlaces {
  readonly #marks = new PageMarks();
  readonly #wire = new WireComponents();
  readonly #view: ViewOfComponents;
  readonly #limit: number;
  readonly #byCid = new Map<number, ComponentInstance>();
  readonly #byKind = new Map<LiveComponent, Map<string, ComponentInstance>>();
  #lastCid = 0;
  /** The number of the message that is being printed. */
  #message = 1;
  /** What this message has met, in order. */
  readonly #met: ComponentInstance[] = [];
  /** What it has met that is to be mounted, updated or printed. */
  readonly #due = new Set<ComponentInstance>();
  /** What a turn of its own has changed. */
  readonly #changed = new Set<ComponentInstance>();
  readonly #wishes: TaskWish[] = [];
  /** Whether this message may print those: once, and not what they lead to in turn. */
  #mayTakeChanged = true;

  constructor(view: ViewOfComponents, limit: number) {
    this.#view = view;
    this.#limit = limit;
  }

  /** Takes what the view's guards say now. */
  provide(guardValues: Values): void {
    for (const instance of this.#byCid.values()) {
      instance.state.provide(guardValues);
      this.turned(instance);
    }
  }

  /** The page has left the view. */
  abandon(): void {
    for (const { state } of this.#byCid.values()) state.signals.abort();
  }

  /** The view has ended. */
  end(): void {
    for (const instance of this.#byCid.values()) instance.end();
  }

  at(cid: number): ComponentInstance | undefined {
    return this.#byCid.get(cid);
  }

  find(component: LiveComponent, id: string): ComponentInstance | undefined {
    return this.#byKind.get(component)?.get(id);
  }

  /** How many messages it takes to send what turns of their own have changed: what stands in one that changes may wait. */
  get waves(): 0 | 1 | 2 {
    if (this.#changed.size < 2) return this.#changed.size === 0 ? 0 : 1;
    return this.#outermost().length === this.#changed.size ? 1 : 2;
  }

  /** Begins a message. */
  begin(): void {
    this.#message += 1;
    this.#met.length = 0;
    this.#mayTakeChanged = true;
  }

  /** The changed ones that stand in no other changed one: the client would skip what isn't reached through their trees. */
  #outermost(): readonly ComponentInstance[] {
    if (this.#changed.size === 1) return [...this.#changed];
    const cids = new Set(Array.from(this.#changed, ({ cid }) => cid));
    return [...this.#changed].filter(({ context }) => !isWithin(context.parent, cids));
  }

  place(placement: Placement, parent: OwnerContext, where: Place): PlacedComponent {
    const component = placement.component as LiveComponent; // A placement is made by calling one.
    if (!parent.owner.components.includes(component)) {
      const site = where.source();
      const what = `The live component "${placement.id}" stands in ${site.name}, whose view or component doesn't declare it.`;
      throw new LivegateError("LG_COMPONENT_UNDECLARED", what, undefined, { site });
    }
    const known = this.#living(component, placement.id);
    if (known?.metIn === this.#message) {
      const site = where.source();
      const what = `Two live components of one kind have the id "${placement.id}"; the second stands in ${site.name}.`;
      throw new LivegateError("LG_COMPONENT_TWICE", what, undefined, { site });
    }
    const instance = known ?? this.#add(placement, parent);
    const isDue = instance.placeAt(parent, placement.props) || this.#changed.has(instance);
    instance.metIn = this.#message;
    this.#met.push(instance);
    if (isDue) this.#due.add(instance);
    return { cid: instance.cid, isDue };
  }

  /** What turns of components want of tasks. */
  takeTaskWishes(): readonly TaskWish[] {
    return this.#wishes.splice(0);
  }

  mark(cid: number): string {
    return this.#marks.of(cid);
  }

  get met(): number {
    return this.#met.length;
  }

  forget(met: number): void {
    for (const instance of this.#met.splice(met)) instance.metIn = 0;
  }

  startOver(): void {
    for (const instance of this.#byCid.values()) instance.printed = null;
  }

  /** A turn of the component's own is over: the view carries out what it asked for, and prints what it changed. */
  turned(instance: ComponentInstance): void {
    const { state } = instance;
    this.#passOn(instance);
    const navigation = state.takeNavigation();
    if (navigation !== null) this.#leaveWith(navigation, state);
    if (state.changed) this.#changed.add(instance);
  }

  /** Messages that a component has put travel with the view's navigation. */
  #leaveWith(navigation: Navigation, from: SocketState): void {
    const { state } = this.#view;
    state.navigation = navigation;
    for (const [kind, message] of Object.entries(from.flashOfTurn)) {
      state.putFlash(kind, message);
      from.clearFlash(kind);
    }
  }

  /** What a component's turn sends is sent by its view, and its tasks run beside the view. */
  #passOn({ state: from, cid: own }: ComponentInstance): void {
    const { state } = this.#view;
    for (const wish of from.takeTaskWishes()) this.#wishes.push({ ...wish, cid: own });
    state.pageEvents.push(...from.takePageEvents());
    for (const sent of from.takeOutbox()) {
      const cid = sent.kind === "event" ? from.targetOf(sent.event) : null;
      state.outbox.push(sent.kind === "event" ? { ...sent, cid } : sent);
    }
  }

  /** Lays props over those of a component, if it is shown; its update runs with the print that follows. */
  sendUpdate({ component, id, props }: Pick<ComponentUpdateMessage, "component" | "id" | "props">): void {
    const instance = this.find(component, id);
    if (instance === undefined) return;
    instance.sendUpdate(props);
    this.#changed.add(instance);
  }

  /** Mounts, updates and prints for the page's tree what the message has met and what has changed; gives `"c":{…}`, or "". */
  printTree(): string | PromiseLike<string> {
    return andThen(
      this.#settle((instance) => this.#wire.print(instance, this.#message)),
      () => this.#wire.take(),
    );
  }

  /** The same for the page's HTML: puts the components into `text`, where they left their marks. */
  fillHtml(text: string): string | PromiseLike<string> {
    return andThen(
      this.#settle((instance) => this.#marks.keep(instance.cid, printHtml(instance.render(), instance.context))),
      () => this.#marks.fill(text),
    );
  }

  /** Wave by wave, since each may meet more; at once where nothing is to be waited for. */
  #settle(print: (instance: ComponentInstance) => void): void | PromiseLike<void> {
    const wave = this.#nextWave();
    if (wave.length === 0 || this.#view.isOver) return;
    return andThen(updateComponents(wave, this.#view, this.#updated), () => {
      for (const instance of wave) print(instance);
      return this.#settle(print);
    });
  }

  #nextWave(): readonly ComponentInstance[] {
    if (this.#due.size > 0) {
      const due = [...this.#due];
      this.#due.clear();
      for (const instance of due) this.#changed.delete(instance);
      return due;
    }
    if (!this.#mayTakeChanged) return [];
    this.#mayTakeChanged = false;
    const changed = this.#outermost();
    for (const instance of changed) this.#changed.delete(instance);
    return changed;
  }

  readonly #updated = (instance: ComponentInstance): void => {
    if (instance.state.navigation !== null) {
      throw new LivegateError("LG_COMPONENT_UPDATE", `The update of the live component "${instance.id}" navigates.`);
    }
    this.#passOn(instance);
  };

  /**
   * The page has lost the elements of these components; it hasn't made up its mind yet. It may show them again already, by
   * a message that was under way: until it says more they go on.
   */
  willDestroy(cids: readonly number[]): void {
    for (const cid of cids) {
      const instance = this.#byCid.get(cid);
      if (instance) instance.isMarked = true;
    }
  }

  /** Forgets those that haven't been printed again since the page lost them; gives the numbers that are no more. */
  destroyed(cids: readonly number[]): readonly number[] {
    return cids.filter((cid) => {
      const instance = this.#byCid.get(cid);
      if (instance === undefined) return cid <= this.#lastCid;
      if (instance.isMarked) this.#remove(instance);
      return instance.isMarked;
    });
  }

  /** The component with this id. One that would come back without what only the page knew of it is mounted anew instead. */
  #living(component: LiveComponent, id: string): ComponentInstance | undefined {
    const known = this.find(component, id);
    const isWhole = known?.isMarked === false && known.printed !== null;
    if (known === undefined || isWhole || !known.state.hasForgottenItems) return known;
    this.#remove(known);
    return undefined;
  }

  #add(placement: Placement, parent: OwnerContext): ComponentInstance {
    const limit = this.#limit;
    if (this.#byCid.size >= limit) {
      const what = `The live component "${placement.id}" would be the ${limit + 1}th of its view, which may have ${limit}.`;
      throw new LivegateError("LG_COMPONENT_LIMIT", what);
    }
    const instance = new ComponentInstance(placement, ++this.#lastCid, parent, this.#view.state);
    this.#byCid.set(instance.cid, instance);
    const ofKind = this.#byKind.get(instance.component) ?? new Map<string, ComponentInstance>();
    this.#byKind.set(instance.component, ofKind.set(instance.id, instance));
    return instance;
  }

  #remove(instance: ComponentInstance): void {
    instance.end();
    this.#byCid.delete(instance.cid);
    this.#byKind.get(instance.component)?.delete(instance.id);
    this.#changed.delete(instance);
    this.#wire.forget(instance);
    this.#view.onComponentGone?.(instance.cid);
  }
}

const isWithin = (owner: OwnerContext | null, cids: ReadonlySet<number>): boolean =>
  owner !== null && ((owner.cid !== null && cids.has(owner.cid)) || isWithin(owner.parent, cids));
