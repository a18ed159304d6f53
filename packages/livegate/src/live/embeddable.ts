import { LivegateError } from "../errors/livegate-error.ts";
import type { Guard } from "./guard-step.ts";

declare const EMBEDDABLE: unique symbol;

/** Something in which live views may stand: a view, a component, a layout or a plain page. */
export interface ShowsViews {
  readonly views: Views;
  readonly components: readonly ShowsViews[];
}

/** A live view as far as what shows it has to know it. */
export interface Embeddable<Needs extends string = string> extends ShowsViews {
  readonly needs: readonly Guard[];
  /** Why it can't stand in another one; null where it can. */
  readonly onlyRouted: string | null;
  readonly [EMBEDDABLE]?: { readonly needs: Needs };
}

/** Live views by name: a name means one view in the whole app, for it stands in tokens. */
export type Views = Readonly<Record<string, Embeddable>>;

type NeedsOne<V> = V extends { readonly [EMBEDDABLE]?: { readonly needs: infer Needs } } ? Needs : never;

/** The names of the guards that these views need. */
export type NeedsOfViews<V extends Views> = NeedsOne<V[keyof V]> & string;

/** The guards that these views need. */
export const guardsOfViews = (views: Views): readonly Guard[] => Object.values(views).flatMap(({ needs }) => needs);

/** All live views that may come to stand in these, at any depth, by name. Throws LG_VIEW_NAME, LG_VIEW_ROUTED. */
export function embeddedViews(...around: readonly ShowsViews[]): ReadonlyMap<string, Embeddable> {
  const found = new Map<string, Embeddable>();
  const seen = new Set<ShowsViews>();
  const add = (shows: ShowsViews): void => {
    if (seen.has(shows)) return;
    seen.add(shows);
    for (const [name, view] of Object.entries(shows.views)) {
      checkEmbeddable(name, view, found.get(name));
      found.set(name, view);
      add(view);
    }
    for (const component of shows.components) add(component);
  };
  for (const shows of around) add(shows);
  return found;
}

function checkEmbeddable(name: string, view: Embeddable, known: Embeddable | undefined): void {
  if (known && known !== view) throw new LivegateError("LG_VIEW_NAME", `Two different live views are named "${name}".`);
  if (view.onlyRouted === null) return;
  throw new LivegateError(
    "LG_VIEW_ROUTED",
    `The live view "${name}" stands inside another one and has ${view.onlyRouted}.`,
  );
}
