import type { Handler as HonoHandler } from "hono";
import type { Html } from "../html/brand.ts";
import type { NeedsOfViews, Views } from "../live/embeddable.ts";
import type { Guard } from "../live/guard-step.ts";
import type { GivesOf, Over, RanOf } from "../live/guard-types.ts";
import type { OnMount } from "../live/hook.ts";
import type { LiveLayout, PageLayout } from "../live/live-layout.ts";
import type { LiveView } from "../live/live-view.ts";
import type { PathFn, PathParams, PathPart } from "../paths/path-types.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import type { Pipeline } from "./pipeline.ts";

declare module "hono" {
  interface ContextRenderer {
    /**
     * Answers with a plain page: `content` in the scope's layout, in the pipeline's root layout. The status defaults to
     * 200; a form that comes back with errors has 422.
     */
    (content: Html, page?: { readonly pageTitle?: string; readonly status?: number }): Response | Promise<Response>;
  }
}

/** `unknown` where every need ran; otherwise a text that says what to add. */
type Missing<Needs extends string, Ran extends string> = [Exclude<Needs, Ran>] extends [never]
  ? unknown
  : `add ${Exclude<Needs, Ran>} to the guards of this live session`;

type RequiredKeys<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? never : K }[keyof T] & string;
type MissingParams<ParamsIn, S extends string> = [Exclude<RequiredKeys<ParamsIn>, PathParams<S>>] extends [never]
  ? unknown
  : `the path has no :${Exclude<RequiredKeys<ParamsIn>, PathParams<S>>}`;

/** What only `liveRender` gives. */
type MissingSession<SessionIn> = [RequiredKeys<SessionIn>] extends [never]
  ? unknown
  : `only liveRender gives ${RequiredKeys<SessionIn>}`;

/** A plain handler: a real Hono handler, with the guards' values in `c.var` and the path's params in `c.req.param()`. */
type PlainHandler<Context extends object, S extends string> = HonoHandler<
  { Bindings: PlugEnv["Bindings"]; Variables: PlugEnv["Variables"] & Context },
  PathPart<S>
>;
type AddPlain<Context extends object> = <S extends string>(path: PathFn<S>, handler: PlainHandler<Context, S>) => void;

export interface ScopeOptions<
  G extends readonly Guard[],
  LayoutNeeds extends string,
  V extends Views = Record<never, never>,
> {
  /** Plugs after those of the outer scopes. */
  readonly pipeThrough?: Pipeline;
  readonly guards?: G;
  /** Says that visitors may come here, where the app has a guard that keeps them out elsewhere. */
  readonly public?: true;
  /** Says that these routes are for those who develop: in production they aren't there. They are public. */
  readonly development?: true;
  /** The frame of plain pages: where `c.render(html…)` puts its content. */
  readonly layout?: PageLayout<LayoutNeeds>;
  /** The live views that plain pages of it show by `liveRender`, by name. */
  readonly views?: V;
}

export interface LiveSessionOptions<G extends readonly Guard[], LayoutNeeds extends string> {
  readonly guards?: G;
  /** Says that visitors may come here, where the app has a guard that keeps them out elsewhere. */
  readonly public?: true;
  /** The frame of its live views, part of each view. */
  readonly layout?: LiveLayout<LayoutNeeds>;
  /** Hooks that run before each view's own. Access belongs to guards. */
  readonly onMount?: readonly OnMount[];
  /** "event": guards run again before each event of its views, as a view can ask for itself. */
  readonly recheck?: "event";
}

/** Where routes are added: a scope. `Context` is what the guards so far give, `Ran` their names. */
export interface Routes<Context extends object, Ran extends string> {
  readonly get: AddPlain<Context>;
  readonly post: AddPlain<Context>;
  readonly put: AddPlain<Context>;
  readonly patch: AddPlain<Context>;
  readonly delete: AddPlain<Context>;
  /** Routes with more plugs, guards or another layout. */
  scope<
    const G extends readonly Guard[] = [],
    LayoutNeeds extends string = never,
    const V extends Views = Record<never, never>,
  >(
    options: ScopeOptions<G, LayoutNeeds, V> & {
      readonly layout?: Missing<LayoutNeeds, Ran | RanOf<G>>;
      readonly views?: Missing<NeedsOfViews<V>, Ran | RanOf<G>>;
    },
    add: (r: Routes<Over<Context, GivesOf<G>>, Ran | RanOf<G>>) => void,
  ): void;
  /** Live routes among which navigation stays on the socket; the name stands in page tokens. */
  liveSession<const G extends readonly Guard[] = [], LayoutNeeds extends string = never>(
    name: string,
    options: LiveSessionOptions<G, LayoutNeeds> & { readonly layout?: Missing<LayoutNeeds, Ran | RanOf<G>> },
    add: (r: LiveRoutes<Over<Context, GivesOf<G>>, Ran | RanOf<G>>) => void,
  ): void;
}

/** Where live routes are added: a live session. */
export interface LiveRoutes<Context extends object, Ran extends string> extends Routes<Context, Ran> {
  /** Shows a view at a path; the action is required exactly when the view declares actions. */
  live<S extends string, Needs extends string, ParamsIn, Action extends string, SessionIn>(
    path: PathFn<S>,
    view: LiveView<Needs, ParamsIn, Action, SessionIn> &
      Missing<Needs, Ran> &
      MissingParams<ParamsIn, S> &
      MissingSession<SessionIn>,
    ...action: [Action] extends [never] ? [] : [action: NoInfer<Action>]
  ): void;
}
