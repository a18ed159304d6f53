import { attrs } from "../html/attrs.ts";
import type { Html } from "../html/brand.ts";
import type { Field } from "../html/form-field.ts";
import { html } from "../html/html.ts";
import { inputValue } from "../html/input-value.ts";
import { type LabelledProps, describedBy, fieldFrame } from "./field-frame.ts";
import type { Rest } from "./rest.ts";

/** Inputs of one line. A password has `passwordInput`. */
export type InputType =
  | "text"
  | "email"
  | "number"
  | "search"
  | "tel"
  | "url"
  | "date"
  | "time"
  | "datetime-local"
  | "month";

/** What an input is made of. */
export interface InputProps extends LabelledProps {
  readonly field: Field;
  readonly type?: InputType;
  /** Milliseconds of rest before what was typed is sent, or "blur". Default 200. */
  readonly debounce?: number | "blur";
  /** Further attributes of the input: `required`, `autocomplete`, `min`, `list`. */
  readonly rest?: Rest;
}

/**
 * An input of one line with its label, and the line below it for a hint or what is wrong. A date, time or month shows
 * its part of a `Date` that the form started with.
 *
 * @example
 * input({ field: form.fields.email, type: "email", label: "E-mail", rest: { autocomplete: "email", required: true } })
 */
export function input({ field, type = "text", debounce = 200, rest, ...frame }: InputProps): Html {
  return fieldFrame(
    field,
    frame,
    html`<input
      id="${field.id}"
      name="${field.name}"
      type="${type}"
      value="${inputValue(type, field.value)}"
      class="input w-full ${field.errors.length > 0 && "input-error"}"
      phx-debounce="${debounce}"
      ${attrs(describedBy(field))}
      ${attrs(rest)}
    />`,
  );
}

/**
 * A value that goes along unseen, such as a record's id.
 *
 * @example
 * hiddenInput(track.fields.id)
 */
export const hiddenInput = ({ id, name, value }: Field): Html =>
  html`<input type="hidden" id="${id}" name="${name}" value="${value}" />`;
