import { attrs } from "../html/attrs.ts";
import type { Html } from "../html/brand.ts";
import type { Field, ValuesField } from "../html/form-field.ts";
import { html } from "../html/html.ts";
import { type Choice, type ChoiceGroup, choiceParts } from "./choice.ts";
import { type LabelledProps, describedBy, fieldFrame } from "./field-frame.ts";
import type { Rest } from "./rest.ts";

/** What a list to choose from is made of. */
export interface SelectProps extends LabelledProps {
  readonly field: Field;
  readonly choices: readonly (Choice | ChoiceGroup)[];
  /** What stands there as long as nothing is chosen; choosing it again means nothing. */
  readonly prompt?: string;
  readonly rest?: Rest;
}

/** What a list to choose several things from is made of. */
export interface MultiSelectProps extends Omit<SelectProps, "field" | "prompt"> {
  readonly field: ValuesField;
  /** Lines that show at once. Default 4. */
  readonly size?: number;
}

/**
 * A list to choose one thing from.
 *
 * @example
 * select({ field: form.fields.genre, label: "Genre", prompt: "Pick one", choices: ["Folk", { value: "jazz", label: "Jazz" }] })
 */
export function select({ field, choices, prompt, rest, ...frame }: SelectProps): Html {
  const { id, name, value, errors } = field;
  return fieldFrame(
    field,
    frame,
    html`<select
      id="${id}"
      name="${name}"
      class="select w-full ${errors.length > 0 && "select-error"}"
      ${attrs(describedBy(field))}
      ${attrs(rest)}
    >
      ${prompt !== undefined && html`<option value="">${prompt}</option>`}
      ${choices.map((choice) => options(choice, [value]))}
    </select>`,
  );
}

/**
 * A list to choose several things from; none is a choice too.
 *
 * @example
 * multiSelect({ field: form.fields.moods, label: "Moods", choices: ["calm", "sad", "wild"] })
 */
export function multiSelect({ field, choices, size = 4, rest, ...frame }: MultiSelectProps): Html {
  const { id, itemName, values, errors } = field;
  return fieldFrame(
    field,
    frame,
    html`<input type="hidden" name="${itemName}" />
      <select
        id="${id}"
        name="${itemName}"
        multiple
        size="${size}"
        class="w-full rounded-field border bg-base-100 p-1.5 text-sm [&>option]:rounded-sm [&>option]:px-2 [&>option]:py-1 ${errors.length > 0 ? "border-error" : "border-base-content/25"}"
        ${attrs(describedBy(field))}
        ${attrs(rest)}
      >
        ${choices.map((choice) => options(choice, values))}
      </select>`,
  );
}

function options(choice: Choice | ChoiceGroup, chosen: readonly string[]): Html {
  if (typeof choice === "object" && "group" in choice) {
    return html`<optgroup label="${choice.group}">${choice.choices.map((inner) => options(inner, chosen))}</optgroup>`;
  }
  const { value, label, disabled } = choiceParts(choice);
  return html`<option value="${value}" selected=${chosen.includes(value)} disabled=${disabled}>${label}</option>`;
}
