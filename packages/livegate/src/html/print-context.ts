import type { EmbeddedViews } from "./embedded-views.ts";
import type { Place } from "./place.ts";
import type { ComponentPlaces } from "./placement.ts";

/** What a print needs to know of the page it is for. */
export interface PrintContext {
  /** The masked token of forms; one per view, so that it never causes a diff. */
  readonly csrfToken: string;
  /** The page's Content-Security-Policy nonce. */
  readonly nonce: string;
  /** The path under which the app is mounted, without a slash at the end: "" or "/shop". */
  readonly base: string;
  /** Turns on the checks of rows, keys and events, some of which keep what was sent. */
  readonly development: boolean;
  /** Absent where no live components can stand: outside of live views. */
  readonly components?: ComponentPlaces;
  /** Absent where no live views can stand: in mails, and in what nobody's browser shows. */
  readonly views?: EmbeddedViews;
  /** Where the events of the printed elements go; absent where there is nothing but one view. */
  readonly targets?: EventTargets | undefined;
}

/** An event as far as its owner is asked for: a name, found by identity. */
export interface NamedEvent {
  readonly name: string;
}

/** Finds out who gets an element's event. */
export interface EventTargets {
  /** The component that is printed; null for a view. */
  readonly cid: number | null;
  /** The number of the component that declares the event; null for the view. In development LG_EVENT_UNDECLARED if it is nobody's. */
  targetOf(event: NamedEvent, where: Pick<Place, "source"> | null): number | null;
}
