import { LivegateError } from "../errors/livegate-error.ts";
import type { Html } from "../html/brand.ts";
import { Placement } from "../html/placement.ts";
import {
  type ComponentId,
  type LiveComponent,
  type LiveComponentCallbacks,
  type NeedsOfComponents,
  guardsOfComponents,
} from "./component-kind.ts";
import { type NeedsOfViews, type Views, guardsOfViews } from "./embeddable.ts";
import {
  type EventDeclarations,
  type EventRefs,
  type Events,
  type PayloadOf,
  type RecordOf,
  type RuleNeeds,
  declareEvents,
  guardsOfRules,
} from "./event.ts";
import type { Guard } from "./guard-step.ts";
import type { GivesOf, MaybePromise, RanOf } from "./guard-types.ts";
import { progressHandlers } from "./progress-handlers.ts";
import type { Answer, Assigns, ComponentSocket, Flash, UploadsOf } from "./socket-types.ts";
import { type UploadDeclarations, type UploadNeeds, type UploadsFit, guardsOfUploads } from "./upload.ts";
import type { UploadEntry } from "./upload-types.ts";

type Empty = Record<never, never>;

declare const PROPS: unique symbol;

/** The type of a component's props; made by `props`. */
export interface Props<P extends object> {
  readonly [PROPS]?: P;
}

/**
 * Names the type of a component's props.
 *
 * @example
 * liveComponent({ props: props<{ album: Album }>(), render: ({ album }) => html`<p>${album.title}</p>` });
 */
export const props = <P extends object>(): Props<P> => ({});

type AssignsOf<Mounted> = Awaited<Mounted>;
type KeysOf<A> = A extends unknown ? keyof A : never;
type Clash<Mounted, Around> = KeysOf<AssignsOf<Mounted>> & (keyof Around | "action" | "flash" | "inner" | "uploads");
type NoClash<Mounted, Around> = [Clash<Mounted, Around>] extends [never]
  ? unknown
  : `the assign "${Clash<Mounted, Around> & string}" has the name of a prop, of a guard's value or of the framework's`;

/** What a component has besides its own assigns: guards' values, its props and its id. */
type Given<G extends readonly Guard[], P> = GivesOf<G> & P & { readonly id: string };
type HandleProgress<A, Context, U> = {
  readonly [K in keyof U]?: (socket: ComponentSocket<A, Context, U>, entry: UploadEntry) => Answer;
};
type Handle<A, Context, E, U> = {
  [K in keyof E]: (socket: ComponentSocket<A, Context, U>, payload: PayloadOf<E[K]>, record: RecordOf<E[K]>) => Answer;
};

/** One component of several that are updated together. */
export interface ComponentUpdate<A, Context, P> {
  readonly socket: ComponentSocket<A, Context>;
  /** The props before; null right after mount. */
  readonly former: Readonly<P> | null;
}

/**
 * Defines a live component: a part of a page with state and events of its own, in one view's process and mailbox.
 *
 * It is shown by calling it in a template, with an id that is unique among its kind in the page, and with props. Views,
 * layouts and components name the ones that they show in `components`, which adds their needs. Events that it declares go
 * to it wherever their references are printed. `mount` runs once, `update` after it and whenever a prop has another value
 * (`Object.is`); both may load. `updateMany` takes its place: all components of this kind that are due, in one call. Only
 * what has changed is rendered and sent, never the view around it. Once it has left the page it is forgotten. Its template
 * is exactly one element, or LG_COMPONENT_ROOT is thrown. Whatever it throws ends the view, and the client joins again.
 *
 * @example
 * const Counter = liveComponent({
 *   props: props<{ step: number }>(),
 *   events: { inc: null },
 *   mount: () => ({ count: 0 }),
 *   handle: { inc: (socket) => socket.update("count", (count) => count + socket.assigns.step) },
 *   render: ({ count }, ev) => html`<button phx-click=${ev.inc}>${count}</button>`,
 * });
 * liveView({ components: [Counter], mount: () => ({}), render: () => html`<p>${Counter({ id: "sheep", step: 2 })}</p>` });
 */
export function liveComponent<
  P extends object = Empty,
  const G extends readonly Guard[] = [],
  const C extends readonly LiveComponent[] = [],
  E extends EventDeclarations = Empty,
  Mounted extends object = Empty,
  U extends UploadDeclarations = Empty,
  const V extends Views = Empty,
>(definition: {
  readonly props?: Props<P>;
  /** Guards that must have run in every live session that shows the component. */
  readonly needs?: G;
  /** The live components that stand inside this one. */
  readonly components?: C;
  /** Files that its forms take, each made by `upload`. */
  readonly uploads?: U & UploadsFit<U, P & { readonly id: string }>;
  /** The live views that stand inside it, by name: `liveRender` shows them. */
  readonly views?: V;
  readonly events?: Events<E> | E;
  readonly mount?: (
    args: Readonly<Given<G, P>> & { readonly connected: boolean },
  ) => Mounted & NoClash<Mounted, Given<G, P>>;
  /** Runs after mount (then `former` is null) and whenever props have changed; they stand in the assigns already. */
  readonly update?: (socket: ComponentSocket<AssignsOf<Mounted>, Given<G, P>, U>, former: Readonly<P> | null) => Answer;
  /** In place of `update`: one call for all components of this kind that are due, for example with one query. */
  readonly updateMany?: (updates: readonly ComponentUpdate<AssignsOf<Mounted>, Given<G, P>, P>[]) => MaybePromise<void>;
  readonly handle?: Handle<AssignsOf<Mounted>, Given<G, P>, E, U>;
  /** Called whenever a file has come further; `entry.done` says that all of it is there. */
  readonly handleProgress?: HandleProgress<AssignsOf<Mounted>, Given<G, P>, U>;
  readonly render: (
    args: Assigns<AssignsOf<Mounted>> &
      Readonly<Given<G, P>> & { readonly flash: Flash; readonly uploads: UploadsOf<U> },
    ev: EventRefs<E>,
  ) => Html;
}): LiveComponent<P, RanOf<G> | RuleNeeds<E> | NeedsOfComponents<C> | UploadNeeds<U> | NeedsOfViews<V>> & {
  readonly ev: EventRefs<E>;
} {
  const { needs = [], components = [], views = {}, uploads = {}, events = {}, handle = {} } = definition;
  const { mount, update, updateMany, render } = definition;
  if (update && updateMany) {
    throw new LivegateError("LG_COMPONENT_UPDATE", 'A live component has both "update" and "updateMany".');
  }
  const { specs, refs } = declareEvents(events, handle);
  const callbacks: LiveComponentCallbacks = {
    mount: mount ?? (() => ({})),
    update: update ?? null,
    updateMany: updateMany ?? null,
    handle,
    handleProgress: progressHandlers(definition.handleProgress),
    render,
    refs,
  };
  const place = ({ id, ...given }: { readonly id: ComponentId } & Readonly<P>): Html =>
    new Placement(component, `${id}`, given);
  const component = Object.assign(place, {
    needs: [
      ...needs,
      ...guardsOfRules(specs),
      ...guardsOfComponents(components),
      ...guardsOfUploads(uploads),
      ...guardsOfViews(views),
    ],
    components,
    views,
    events: specs,
    uploads,
    callbacks,
    ev: refs as EventRefs<E>, // Made by events(), either above the component or just now.
  });
  return component;
}
