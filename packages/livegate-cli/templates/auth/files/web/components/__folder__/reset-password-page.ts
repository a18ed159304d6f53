import { type EventRef, type Form, type Html, form, html, link } from "livegate";
import { button, formFor, input, passwordInput } from "livegate/components";
import type { z } from "zod";
import { EmailSchema, NewPasswordSchema } from "#domain/__context-file__/__file__";
import { paths } from "#web/paths";
import type { EmailForm } from "./confirmation-page.ts";
import { __schema__Page } from "./__file__-page.ts";

export type NewPasswordForm = Form<z.input<typeof NewPasswordSchema>, z.output<typeof NewPasswordSchema>>;

export const resetRequestNamed = { as: "__schema__", id: "reset-request" } as const;
export const newPasswordNamed = { as: "__schema__", id: "new-password" } as const;

export const emptyResetRequest = (): EmailForm => form(EmailSchema, resetRequestNamed);
export const emptyNewPassword = (): NewPasswordForm => form(NewPasswordSchema, newPasswordNamed);

/** Asks for a mail with a link to a new password. */
export const resetRequestPage = (filled: EmailForm): Html =>
  __schema__Page({
    title: "A new password",
    lead: "Give your address, and a link to a page for a new password is mailed to it.",
    children: formFor({
      form: filled,
      action: paths.resetPassword(),
      children: html`
        ${input({ field: filled.fields.email, type: "email", label: "E-mail address", rest: { autocomplete: "username", required: true } })}
        ${button({ type: "submit", kind: "primary", children: "Send a link" })}
      `,
    }),
    others: [link({ navigate: paths.logIn(), class: "link" }, "Back to log in")],
  });

interface NewPasswordPageProps {
  readonly form: NewPasswordForm;
  readonly token: string;
  readonly email: string;
  /** Checks what is typed, in a live page. */
  readonly change?: EventRef | undefined;
}

/** Behind the link of that mail. */
export const newPasswordPage = ({ form: filled, token, email, change }: NewPasswordPageProps): Html =>
  __schema__Page({
    title: "A new password",
    lead: html`For <strong>${email}</strong>. Everybody who is logged in with the old one is logged out.`,
    children: formFor({
      form: filled,
      action: paths.resetPasswordByLink({ token }),
      method: "put",
      change,
      children: html`
        ${passwordInput({ field: filled.fields.password, label: "New password", hint: "12 characters or more. A few words do nicely.", autocomplete: "new-password", rest: { required: true } })}
        ${button({ type: "submit", kind: "primary", children: "Set the password" })}
      `,
    }),
  });
