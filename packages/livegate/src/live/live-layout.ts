import type { Html } from "../html/brand.ts";
import type { Arrival } from "./arrival.ts";
import { type LiveComponent, type NeedsOfComponents, guardsOfComponents } from "./component-kind.ts";
import { type NeedsOfViews, type Views, guardsOfViews } from "./embeddable.ts";
import type { Guard } from "./guard-step.ts";
import type { Held } from "./held.ts";
import type { GivesOf, RanOf } from "./guard-types.ts";
import type { Flash } from "./socket-types.ts";

type Empty = Record<never, never>;

declare const LAYOUT: unique symbol;

/** A frame around pages that says which guards it needs. Made by `liveLayout` or `pageLayout`. */
export interface Layout<Kind extends "live" | "page", Needs extends string = string> {
  readonly kind: Kind;
  readonly needs: readonly Guard[];
  /** The live components that may stand in it. */
  readonly components: readonly LiveComponent[];
  /** The live views that may stand in it, by name. */
  readonly views: Views;
  readonly render: (args: never) => Html;
  readonly [LAYOUT]?: { readonly needs: Needs };
}

/** The frame around live views: part of the view, so it changes with it. */
export type LiveLayout<Needs extends string = string> = Layout<"live", Needs>;
/** The frame around plain HTTP pages. */
export type PageLayout<Needs extends string = string> = Layout<"page", Needs>;

interface LayoutArgs {
  readonly inner: Html;
  readonly flash: Flash;
}

interface LiveLayoutArgs extends Pick<Arrival, "staticChanged"> {
  /** The event that waits for its user to show who they are; null for none. A layout that looks at it has a sheet that asks. */
  readonly held: Held | null;
}

interface LayoutDefinition<G extends readonly Guard[], V extends Views, Args = unknown> {
  /** Guards that must have run in every live session or scope that uses the layout. */
  readonly needs: G;
  /** The live views that it shows, by name; what they need is needed here. */
  readonly views?: V;
  readonly render: (args: Readonly<GivesOf<G>> & LayoutArgs & Args) => Html;
}

/**
 * Defines the frame of live views: inside the view, so a menu in it changes with the view.
 *
 * `held` is for a sheet that asks who is there before an event goes on. Where a layout doesn't look at it, such an event leads
 * the page to where its guard asks.
 *
 * @example
 * const live = liveLayout({
 *   needs: [fetchCurrentUser],
 *   render: ({ currentUser, inner }) => html`${userMenu(currentUser)}<main>${inner}</main>`,
 * });
 */
export function liveLayout<
  const G extends readonly Guard[],
  const C extends readonly LiveComponent[] = [],
  const V extends Views = Empty,
>(
  definition: LayoutDefinition<G, V, LiveLayoutArgs> & {
    /** The live components that it shows; what they need is needed here. */
    readonly components?: C;
  },
): LiveLayout<RanOf<G> | NeedsOfComponents<C> | NeedsOfViews<V>> {
  const { needs, components = [], views = {}, render } = definition;
  const all = [...needs, ...guardsOfComponents(components), ...guardsOfViews(views)];
  return { kind: "live", needs: all, components, views, render };
}

/**
 * Defines the frame of plain HTTP pages: `c.render(html…)` in a handler puts its content there.
 *
 * @example
 * const page = pageLayout({ needs: [], render: ({ inner }) => html`<main>${inner}</main>` });
 */
export function pageLayout<const G extends readonly Guard[], const V extends Views = Empty>(
  definition: LayoutDefinition<G, V>,
): PageLayout<RanOf<G> | NeedsOfViews<V>> {
  const { needs, views = {}, render } = definition;
  return { kind: "page", needs: [...needs, ...guardsOfViews(views)], components: [], views, render };
}
