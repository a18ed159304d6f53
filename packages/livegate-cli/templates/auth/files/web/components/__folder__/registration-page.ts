import { type EventRef, type Form, type Html, form, html, link } from "livegate";
import { button, formFor, input, passwordInput } from "livegate/components";
import type { z } from "zod";
import { RegistrationSchema } from "#domain/__context-file__/__file__";
import { paths } from "#web/paths";
import { __schema__Page } from "./__file__-page.ts";

export type RegistrationForm = Form<z.input<typeof RegistrationSchema>, z.output<typeof RegistrationSchema>>;

/** How the form is named, wherever it is read. */
export const registrationNamed = { as: "__schema__", id: "registration" } as const;

export const emptyRegistration = (): RegistrationForm => form(RegistrationSchema, registrationNamed);

interface RegistrationPageProps {
  readonly form: RegistrationForm;
  readonly returnTo: string | null;
  /** Checks what is typed, in a live page. */
  readonly change?: EventRef | undefined;
}

/** Where visitors become users. */
export function registrationPage({ form: filled, returnTo, change }: RegistrationPageProps): Html {
  const { email, password } = filled.fields;
  return __schema__Page({
    title: "Register",
    children: formFor({
      form: filled,
      action: paths.register(),
      change,
      children: html`
        ${returnTo !== null && html`<input type="hidden" name="return_to" value=${returnTo} />`}
        ${input({ field: email, type: "email", label: "E-mail address", rest: { autocomplete: "username", maxlength: 160, required: true } })}
        ${passwordInput({ field: password, label: "Password", hint: "12 characters or more. A few words do nicely.", autocomplete: "new-password", rest: { required: true } })}
        ${button({ type: "submit", kind: "primary", children: "Create an account", rest: { "phx-disable-with": "One moment …" } })}
      `,
    }),
    others: [link({ navigate: paths.logIn({ return_to: returnTo }), class: "link" }, "I have an account: log in")],
  });
}
