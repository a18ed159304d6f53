import { EventRef } from "../html/event-ref.ts";
import type { ErrorsByField } from "../html/form.ts";
import { type JsCommand, js } from "../html/js.ts";
import { heldEvent, sendFormEvent } from "../protocol/wire-names.ts";

/** An event that waits until its user has shown who they are, as the layout that asks for it sees it. */
export interface Held {
  /** Stands in the form that asks, as the field `held`: nobody else knows it. */
  readonly id: string;
  /** The event's name. */
  readonly event: string;
  /** Stands on the sheet's element as `data-held`, so that the page can tell that nothing was done if the view is lost. */
  readonly lost: string;
  /** What was wrong with the last try, by field. */
  readonly errors: ErrorsByField;
  /** What else there is to tell, such as that a mail is on its way; null for nothing. */
  readonly note: string | null;
}

/**
 * Sends the form that asks who is there by a request of its own, so that the page stays, and tells the view what was answered.
 *
 * @example
 * html`<form action="/users/reauthenticate" method="post" phx-submit=${answerHeld}><input type="password" name="password"></form>`;
 */
export const answerHeld: JsCommand = js.dispatch(sendFormEvent);

/**
 * Closes the sheet: what waited is forgotten.
 *
 * @example
 * html`<button type="button" phx-click=${dropHeld}>Cancel</button>`;
 */
export const dropHeld: JsCommand = js.push(new EventRef<string, void>(heldEvent.dropped));
