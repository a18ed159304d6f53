import { type Form, type Html, form, html, link } from "livegate";
import { button, checkbox, formFor, input, passwordInput } from "livegate/components";
import type { z } from "zod";
import { LogInLinkSchema, LogInSchema } from "#domain/__context-file__/__file__";
import { paths } from "#web/paths";
import { __schema__Page } from "./__file__-page.ts";

export type LogInForm = Form<z.input<typeof LogInSchema>, z.output<typeof LogInSchema>>;
export type LogInLinkForm = Form<z.input<typeof LogInLinkSchema>, z.output<typeof LogInLinkSchema>>;

export const logInNamed = { as: "__schema__", id: "log-in" } as const;
export const logInLinkNamed = { as: "__schema__", id: "log-in-link" } as const;

export const emptyLogIn = (): LogInForm => form(LogInSchema, logInNamed);
export const emptyLogInLink = (): LogInLinkForm => form(LogInLinkSchema, logInLinkNamed);

interface LogInPageProps {
  readonly form: LogInForm;
  readonly returnTo: string | null;
}

/** Two ways in with one address: the password, or a link by mail. */
export function logInPage({ form: filled, returnTo }: LogInPageProps): Html {
  const { email, password, remember_me } = filled.fields;
  return __schema__Page({
    title: "Log in",
    children: formFor({
      form: filled,
      action: paths.logIn(),
      children: html`
        ${returnTo !== null && html`<input type="hidden" name="return_to" value=${returnTo} />`}
        ${input({ field: email, type: "email", label: "E-mail address", rest: { autocomplete: "username", maxlength: 160, required: true } })}
        ${passwordInput({ field: password, label: "Password" })}
        ${checkbox({ field: remember_me, label: "Keep me logged in on this device" })}
        <div class="flex flex-wrap gap-3">
          ${button({ type: "submit", kind: "primary", children: "Log in", rest: { name: "by", value: "password", "phx-disable-with": "One moment …" } })}
          ${button({ type: "submit", kind: "outline", children: "Mail me a link instead", rest: { name: "by", value: "link" } })}
        </div>
      `,
    }),
    others: [
      link({ navigate: paths.register({ return_to: returnTo }), class: "link" }, "Register"),
      link({ navigate: paths.resetPassword(), class: "link" }, "I forgot my password"),
    ],
  });
}

interface LogInLinkPageProps {
  readonly form: LogInLinkForm;
  readonly token: string;
  /** Whose link it is. */
  readonly email: string;
  /** False where it proves the address for the first time: then whoever registered has to show that it was them. */
  readonly confirmed: boolean;
  readonly hasPassword: boolean;
}

/** Behind a mailed link: nothing happens until somebody presses the button. */
export function logInLinkPage({ form: filled, token, email, confirmed, hasPassword }: LogInLinkPageProps): Html {
  const { remember_me, password } = filled.fields;
  return __schema__Page({
    title: "Log in",
    lead: html`You are about to log in as <strong>${email}</strong>.`,
    children: formFor({
      form: filled,
      action: paths.logInByLink({ token }),
      children: html`
        ${!confirmed && hasPassword && proofOfRegistration(passwordInput({ field: password, label: "The password it was registered with" }))}
        ${checkbox({ field: remember_me, label: "Keep me logged in on this device" })}
        ${button({ type: "submit", kind: "primary", children: "Log in", rest: { "phx-disable-with": "One moment …" } })}
      `,
    }),
  });
}

/** Why a password is asked for behind the first link to an address. */
export const proofOfRegistration = (control: Html): Html => html`
  <p class="mb-4 text-sm text-base-content/70">
    This is the first time that somebody proves this address. If you have registered with it in another browser, give the
    password, and all stays as it is. Leave it empty if you haven't: then it is void, and so is everybody who is logged in with it.
  </p>
  ${control}
`;
