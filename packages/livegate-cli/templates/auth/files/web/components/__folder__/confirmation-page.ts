import { type Form, type Html, form, html, link } from "livegate";
import { button, formFor, input, passwordInput } from "livegate/components";
import type { z } from "zod";
import { ConfirmationSchema, EmailSchema, type __Schema__ } from "#domain/__context-file__/__file__";
import { paths } from "#web/paths";
import { proofOfRegistration } from "./log-in-page.ts";
import { stayingAs } from "./staying-as.ts";
import { __schema__Page } from "./__file__-page.ts";

export type EmailForm = Form<z.input<typeof EmailSchema>, z.output<typeof EmailSchema>>;
export type ConfirmationForm = Form<z.input<typeof ConfirmationSchema>, z.output<typeof ConfirmationSchema>>;

export const confirmationRequestNamed = { as: "__schema__", id: "confirmation-request" } as const;
export const confirmationNamed = { as: "__schema__", id: "confirmation" } as const;

export const emptyConfirmationRequest = (email: string | null): EmailForm =>
  form(EmailSchema, { ...confirmationRequestNamed, values: { email } });
export const emptyConfirmation = (): ConfirmationForm => form(ConfirmationSchema, confirmationNamed);

/** Asks for another mail with a link that confirms an address. */
export const confirmationRequestPage = (filled: EmailForm): Html =>
  __schema__Page({
    title: "Confirm your address",
    lead: "No mail has come, or its link has expired? Have another one sent.",
    children: formFor({
      form: filled,
      action: paths.confirm(),
      children: html`
        ${input({ field: filled.fields.email, type: "email", label: "E-mail address", rest: { autocomplete: "username", required: true } })}
        ${button({ type: "submit", kind: "primary", children: "Send a link" })}
      `,
    }),
    others: [link({ navigate: paths.home(), class: "link" }, "Back to the first page")],
  });

interface ConfirmationPageProps {
  readonly form: ConfirmationForm;
  readonly token: string;
  readonly email: string;
  readonly hasPassword: boolean;
  readonly current__Schema__: __Schema__ | null;
}

/** Behind the link of a confirmation mail: nothing happens until somebody presses the button. */
export function confirmationPage({
  form: filled,
  token,
  email,
  hasPassword,
  current__Schema__,
}: ConfirmationPageProps): Html {
  return __schema__Page({
    title: "Confirm your address",
    lead: html`Is <strong>${email}</strong> yours? ${stayingAs(current__Schema__, email)}`,
    children: formFor({
      form: filled,
      action: paths.confirmByLink({ token }),
      children: html`
        ${hasPassword && proofOfRegistration(passwordInput({ field: filled.fields.password, label: "The password it was registered with" }))}
        ${button({ type: "submit", kind: "primary", children: "Yes, confirm it" })}
      `,
    }),
  });
}
