import type { Html } from "../html/brand.ts";
import type { Field } from "../html/form-field.ts";
import { html } from "../html/html.ts";
import { type Choice, choiceParts } from "./choice.ts";
import { type LabelledProps, groupFrame } from "./field-frame.ts";

/** What several buttons of one name are made of. */
export interface RadioGroupProps extends LabelledProps {
  readonly field: Field;
  readonly choices: readonly Choice[];
}

/**
 * Several things, of which one is chosen.
 *
 * @example
 * radioGroup({ field: form.fields.condition, label: "Condition", choices: ["mint", "worn"] })
 */
export function radioGroup({ field, choices, ...frame }: RadioGroupProps): Html {
  const { id, name, value: chosen } = field;
  return groupFrame(
    field,
    frame,
    html`<div class="flex flex-wrap gap-x-5 gap-y-2.5">
      ${choices.map(choiceParts).map(
        ({ value, label, disabled }) => html`<label class="flex cursor-pointer items-center gap-2.5 text-sm">
          <input
            type="radio"
            id="${id}_${value}"
            name="${name}"
            value="${value}"
            checked=${value === chosen}
            disabled=${disabled}
            class="radio radio-sm"
          />
          ${label}
        </label>`,
      )}
    </div>`,
  );
}
