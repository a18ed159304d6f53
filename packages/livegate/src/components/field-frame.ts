import type { Html } from "../html/brand.ts";
import type { Field } from "../html/form-field.ts";
import { html } from "../html/html.ts";
import type { Slot } from "../html/slot.ts";

/** What all inputs have around them. */
export interface LabelledProps {
  readonly label: Slot;
  /** A line of advice below the input, as long as nothing is wrong. */
  readonly hint?: Slot;
}

/** Id of the line below an input, where its hint and its messages are. */
const messagesId = ({ id }: Pick<Field, "id">): string => `${id}_messages`;

/** Attributes that tie an input to the line below it. */
export const describedBy = (field: Pick<Field, "id" | "errors">): Readonly<Record<string, string | boolean>> => ({
  "aria-invalid": field.errors.length > 0,
  "aria-describedby": messagesId(field),
});

/** The line below an input. Room for it is kept: nothing jumps when a message appears. */
export const fieldMessages = (field: Pick<Field, "id" | "errors">, hint?: Slot): Html =>
  html`<p id="${messagesId(field)}" class="field-messages min-h-9 pt-1 pb-3 text-sm leading-5 ${field.errors.length > 0 ? "field-wrong" : "text-base-content/70"}" aria-live="polite">${field.errors.length > 0 ? field.errors.join(" ") : hint}</p>`;

/** A label above one input, and the line below it. */
export const fieldFrame = (field: Field, { label, hint }: LabelledProps, control: Html): Html =>
  html`<div class="flex flex-col">
    <label for="${field.id}" class="mb-1.5 text-sm font-medium">${label}</label>
    ${control} ${fieldMessages(field, hint)}
  </div>`;

/** A name above several inputs that belong together, and the line below them. */
export const groupFrame = (field: Field, { label, hint }: LabelledProps, controls: Html): Html =>
  html`<fieldset id="${field.id}" class="flex flex-col" aria-describedby="${messagesId(field)}">
    <legend class="mb-1.5 text-sm font-medium">${label}</legend>
    ${controls} ${fieldMessages(field, hint)}
  </fieldset>`;
