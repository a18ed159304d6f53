import { attrs } from "../html/attrs.ts";
import type { Html } from "../html/brand.ts";
import type { Field, ValuesField } from "../html/form-field.ts";
import { html } from "../html/html.ts";
import { type Choice, choiceParts } from "./choice.ts";
import { type LabelledProps, describedBy, fieldMessages, groupFrame } from "./field-frame.ts";
import type { Rest } from "./rest.ts";

/** What a box to tick is made of. */
export interface CheckboxProps extends LabelledProps {
  readonly field: Field;
  readonly rest?: Rest;
}

/** What several boxes of one name are made of. */
export interface CheckboxGroupProps extends LabelledProps {
  readonly field: ValuesField;
  readonly choices: readonly Choice[];
}

/**
 * A box to tick. It sends "true" or "false", for a schema such as `z.stringbool()`.
 *
 * @example
 * checkbox({ field: form.fields.live, label: "A live recording" })
 */
export function checkbox({ field, label, hint, rest }: CheckboxProps): Html {
  const { id, name, checked } = field;
  return html`<div class="flex flex-col">
    <input type="hidden" name="${name}" value="false" />
    <label class="flex w-fit cursor-pointer items-center gap-2.5 text-sm">
      <input
        type="checkbox"
        id="${id}"
        name="${name}"
        value="true"
        checked=${checked}
        class="checkbox checkbox-sm"
        ${attrs(describedBy(field))}
        ${attrs(rest)}
      />
      ${label}
    </label>
    ${fieldMessages(field, hint)}
  </div>`;
}

/**
 * Several boxes, of which any may be ticked.
 *
 * @example
 * checkboxGroup({ field: form.fields.formats, label: "Formats", choices: ["lp", "cd", "tape"] })
 */
export function checkboxGroup({ field, choices, ...frame }: CheckboxGroupProps): Html {
  const { id, itemName, values, errors } = field;
  return groupFrame(
    field,
    frame,
    html`<input type="hidden" name="${itemName}" />
      <div class="flex flex-wrap gap-x-5 gap-y-2.5">
        ${choices.map(choiceParts).map(
          ({ value, label, disabled }) => html`<label class="flex cursor-pointer items-center gap-2.5 text-sm">
            <input
              type="checkbox"
              id="${id}_${value}"
              name="${itemName}"
              value="${value}"
              checked=${values.includes(value)}
              disabled=${disabled}
              class="checkbox checkbox-sm"
              aria-invalid=${errors.length > 0}
            />
            ${label}
          </label>`,
        )}
      </div>`,
  );
}
