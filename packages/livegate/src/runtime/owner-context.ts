import { LivegateError } from "../errors/livegate-error.ts";
import type { EmbeddedViews } from "../html/embedded-views.ts";
import type { Embedding } from "../html/embedding.ts";
import type { Place } from "../html/place.ts";
import type { ComponentPlaces, PlacedComponent, Placement } from "../html/placement.ts";
import type { EventTargets, NamedEvent, PrintContext } from "../html/print-context.ts";
import type { LiveComponent } from "../live/component-kind.ts";
import type { Views } from "../live/embeddable.ts";
import type { EventSpec } from "../live/event.ts";
import type { PagePrint } from "./live-embedder.ts";
import { reservedEventPrefix } from "../protocol/wire-names.ts";

/** A view or a component as its prints see it: what may stand in it, and which events are its own. */
export interface Owner {
  readonly components: readonly LiveComponent[];
  readonly views: Views;
  readonly events: ReadonlyMap<string, EventSpec>;
  readonly callbacks: {
    /** References of the declared events, by name. */
    readonly refs: object;
  };
}

/** Takes the components of a view, whatever part of it prints them. */
export interface ViewPlaces {
  readonly met: number;
  place(placement: Placement, parent: OwnerContext, where: Place): PlacedComponent;
  mark(cid: number): string;
  forget(met: number): void;
  startOver(): void;
}

/** The places of a view, made for the first component: most views have none. */
export interface LazyPlaces {
  /** Null as long as there was no component. */
  readonly present: ViewPlaces | null;
  readonly places: ViewPlaces;
}

/** What the prints of a view, or of one component in it, know: the page, and who owns what they print. */
export class OwnerContext implements PrintContext, ComponentPlaces, EmbeddedViews, EventTargets {
  readonly nonce: string;
  readonly base: string;
  readonly development: boolean;
  readonly cid: number | null;
  readonly owner: Owner;
  /** Around a component: where it stands. */
  readonly parent: OwnerContext | null;
  readonly components: ComponentPlaces = this;
  readonly views: EmbeddedViews = this;
  /** In production a view needs no look: whatever is not a component's is its own. */
  readonly targets: EventTargets | undefined;
  readonly #page: PagePrint;
  readonly #view: LazyPlaces;

  constructor(
    page: PagePrint,
    view: LazyPlaces,
    { owner, cid = null, parent = null }: Pick<OwnerContext, "owner"> & Partial<Pick<OwnerContext, "cid" | "parent">>,
  ) {
    this.nonce = page.nonce;
    this.base = page.base;
    this.development = page.development;
    this.cid = cid;
    this.owner = owner;
    this.parent = parent;
    this.targets = cid === null && !page.development ? undefined : this;
    this.#page = page;
    this.#view = view;
  }

  get csrfToken(): string {
    return this.#page.csrfToken;
  }

  /** What prints a component that stands here. */
  within(owner: Owner, cid: number): OwnerContext {
    return new OwnerContext(this.#page, this.#view, { owner, cid, parent: this });
  }

  place(placement: Placement, where: Place): PlacedComponent {
    return this.#view.places.place(placement, this, where);
  }

  mark(placement: Placement, where: Place): string {
    return this.#view.places.mark(this.place(placement, where).cid);
  }

  embed(embedding: Embedding, where: Place): string {
    const name = nameOfView(this.owner.views, embedding, where);
    const { embedder } = this.#page;
    if (!embedder) throw new Error("unreachable: every view is printed with an embedder");
    return embedder.embed(name, embedding, this);
  }

  get met(): number {
    return this.#view.present?.met ?? 0;
  }

  forget(met: number): void {
    this.#view.present?.forget(met);
  }

  startOver(): void {
    this.#view.present?.startOver();
  }

  /** A component's events are known by identity, since several may have one name; the view's by their names. */
  targetOf(event: NamedEvent, where: Pick<Place, "source"> | null): number | null {
    const { callbacks, events } = this.owner;
    if (this.parent !== null && (callbacks.refs as Readonly<Record<string, unknown>>)[event.name] === event)
      return this.cid;
    if (this.parent !== null) return this.parent.targetOf(event, where);
    const isKnown = events.has(event.name) || event.name.startsWith(reservedEventPrefix);
    if (this.development && !isKnown) {
      const site = where?.source() ?? null;
      const what = `The event "${event.name}" is sent in ${site?.name ?? "a handler"}, but its view doesn't declare it.`;
      throw new LivegateError("LG_EVENT_UNDECLARED", what, undefined, site ? { site } : {});
    }
    return null;
  }
}

/** The name under which what shows a view declares it. Throws LG_VIEW_UNDECLARED. */
export function nameOfView(views: Views, { id, view }: Embedding, where: Place): string {
  const [name] = Object.entries(views).find(([, declared]) => declared === view) ?? [];
  if (name !== undefined) return name;
  const site = where.source();
  const what = `The live view "${id}" stands in ${site.name}, which is part of nothing that declares it.`;
  throw new LivegateError("LG_VIEW_UNDECLARED", what, undefined, { site });
}
