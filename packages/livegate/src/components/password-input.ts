import { attrs } from "../html/attrs.ts";
import type { Html } from "../html/brand.ts";
import type { Field } from "../html/form-field.ts";
import { html } from "../html/html.ts";
import { js } from "../html/js.ts";
import { type LabelledProps, describedBy, fieldFrame } from "./field-frame.ts";
import { icon } from "./icon.ts";
import type { Rest } from "./rest.ts";

/** What a password's input is made of. */
export interface PasswordInputProps extends LabelledProps {
  readonly field: Field;
  /** Default "current-password"; "new-password" lets the browser propose one. */
  readonly autocomplete?: "current-password" | "new-password";
  readonly rest?: Rest;
}

/**
 * A password with a button that shows it. Without JavaScript there is no button.
 *
 * @example
 * passwordInput({ field: form.fields.password, label: "Password", autocomplete: "new-password" })
 */
export function passwordInput({ field, autocomplete, rest, ...frame }: PasswordInputProps): Html {
  const { id, name, value, errors } = field;
  const reveal = js
    .toggleAttribute("type", ["text", "password"], { to: `#${id}` })
    .toggleAttribute("aria-pressed", ["true", "false"]);
  return fieldFrame(
    field,
    frame,
    html`<div class="relative">
      <input
        id="${id}"
        name="${name}"
        type="password"
        value="${value}"
        class="input w-full pr-12 ${errors.length > 0 && "input-error"}"
        autocomplete="${autocomplete ?? "current-password"}"
        autocapitalize="none"
        spellcheck="false"
        phx-debounce="blur"
        ${attrs(describedBy(field))}
        ${attrs(rest)}
      />
      <button
        type="button"
        class="btn btn-square btn-ghost btn-sm absolute inset-y-0 right-1 z-1 my-auto aria-pressed:text-primary noscript:hidden"
        aria-label="Show the password"
        aria-controls="${id}"
        aria-pressed="false"
        phx-click=${reveal}
      >
        ${icon("eye")}
      </button>
    </div>`,
  );
}
