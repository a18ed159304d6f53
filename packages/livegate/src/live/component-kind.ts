import type { Html } from "../html/brand.ts";
import type { Views } from "./embeddable.ts";
import type { EventSpec } from "./event.ts";
import type { Guard } from "./guard-step.ts";
import type { ProgressHandlers } from "./progress-handlers.ts";
import type { UploadDeclarations } from "./upload.ts";

/** Tells live components of one kind apart, for as long as they are shown. */
export type ComponentId = string | number;

declare const COMPONENT: unique symbol;

/** A live component as templates, views and the runtime meet it. Made by `liveComponent`; called where it is to stand. */
export interface LiveComponent<P extends object = never, Needs extends string = string> {
  (props: { readonly id: ComponentId } & Readonly<P>): Html;
  /** Its guards, those of its rules, and those of the components and views inside it. */
  readonly needs: readonly Guard[];
  /** The components that may stand inside it. */
  readonly components: readonly LiveComponent[];
  /** The live views that may stand inside it, by name. */
  readonly views: Views;
  readonly events: ReadonlyMap<string, EventSpec>;
  readonly uploads: UploadDeclarations;
  readonly callbacks: LiveComponentCallbacks;
  readonly [COMPONENT]?: { readonly needs: Needs };
}

/** A component's functions; what they take was typed by `liveComponent`. */
export interface LiveComponentCallbacks {
  readonly mount: (args: never) => unknown;
  readonly update: ((socket: never, former: never) => unknown) | null;
  readonly updateMany: ((updates: never) => unknown) | null;
  readonly handle: Readonly<Record<string, (socket: never, payload: never, record: never) => unknown>>;
  readonly handleProgress: ProgressHandlers;
  readonly render: (args: never, refs: never) => Html;
  readonly refs: object;
}

type NeedsOne<C> = C extends { readonly [COMPONENT]?: { readonly needs: infer Needs } } ? Needs : never;

/** The names of the guards that a list of components needs. */
export type NeedsOfComponents<C extends readonly LiveComponent[]> = NeedsOne<C[number]> & string;

/** The guards that a list of components needs. */
export const guardsOfComponents = (components: readonly LiveComponent[]): readonly Guard[] =>
  components.flatMap(({ needs }) => needs);
