import { attrs } from "../html/attrs.ts";
import type { Html } from "../html/brand.ts";
import type { Field } from "../html/form-field.ts";
import { html } from "../html/html.ts";
import { type LabelledProps, describedBy, fieldFrame } from "./field-frame.ts";
import type { Rest } from "./rest.ts";

/** What a text of several lines is made of. */
export interface TextareaProps extends LabelledProps {
  readonly field: Field;
  /** Default 4. */
  readonly rows?: number;
  readonly rest?: Rest;
}

/**
 * A text of several lines.
 *
 * @example
 * textarea({ field: form.fields.notes, label: "Notes", rows: 6 })
 */
export function textarea({ field, rows = 4, rest, ...frame }: TextareaProps): Html {
  const { id, name, value, errors } = field;
  // A browser leaves out the first line break after the tag.
  return fieldFrame(
    field,
    frame,
    html`<textarea
      id="${id}"
      name="${name}"
      rows="${rows}"
      class="textarea w-full ${errors.length > 0 && "textarea-error"}"
      phx-debounce="200"
      ${attrs(describedBy(field))}
      ${attrs(rest)}
    >
${value}</textarea>`,
  );
}
