import type { Path } from "../paths/path.ts";
import { type AttributeValue, attrs } from "../html/attrs.ts";
import type { Html } from "../html/brand.ts";
import { csrfField } from "../html/csrf-field.ts";
import type { Form } from "../html/form.ts";
import { html } from "../html/html.ts";
import type { Slot } from "../html/slot.ts";
import { icon } from "./icon.ts";
import type { Rest } from "./rest.ts";

/** What a form's element is made of. */
export interface FormForProps {
  readonly form: Pick<Form<unknown, unknown>, "id" | "errors">;
  readonly children: Slot;
  /** The event of each change, so that messages show while somebody types and the form comes back after a lost connection. */
  readonly change?: AttributeValue;
  readonly submit?: AttributeValue;
  /** Where the form goes without JavaScript, or by `triggerAction`. */
  readonly action?: Path | string;
  /** Default "post". Other methods than GET and POST travel in a hidden field. */
  readonly method?: "get" | "post" | "put" | "patch" | "delete";
  /** Once true, a live form is sent to its action as a request. */
  readonly triggerAction?: boolean;
  readonly rest?: Rest;
}

/**
 * A form, over the socket and over HTTP: with the token against forgery, with what is wrong with it as a whole, and
 * without the browser's own checks, whose messages would come in place of the schema's.
 *
 * @example
 * formFor({ form, change: ev.validate, submit: ev.save, action: paths.albumNew(), children: html`…` })
 */
export function formFor({ form, children, action, method = "post", ...props }: FormForProps): Html {
  const { change, submit, triggerAction, rest } = props;
  const isSent = action !== undefined;
  return html`<form
    id="${form.id}"
    action=${action}
    method=${isSent && (method === "get" ? "get" : "post")}
    phx-change=${change}
    phx-submit=${submit}
    phx-trigger-action=${triggerAction ?? false}
    novalidate
    ${attrs(rest)}
  >
    ${isSent && method !== "get" && csrfField()}
    ${isSent && method !== "get" && method !== "post" && html`<input type="hidden" name="_method" value="${method}" />`}
    ${form.errors.length > 0 && formAlert(form.errors)} ${children}
  </form>`;
}

const formAlert = (errors: readonly string[]): Html =>
  html`<p class="alert alert-error alert-soft mb-4 text-base-content" role="alert">${icon("warning")} ${errors.join(" ")}</p>`;
