import { type EventRef, type Form, type Html, form, html, link } from "livegate";
import { button, formFor, input, passwordInput } from "livegate/components";
import type { z } from "zod";
import { EmailChangeSchema, PasswordChangeSchema, type User } from "#domain/accounts/user";
import { paths } from "#web/paths";
import { proofInput } from "./proof-input.ts";

export type EmailChangeForm = Form<z.input<typeof EmailChangeSchema>, z.output<typeof EmailChangeSchema>>;
export type PasswordChangeForm = Form<z.input<typeof PasswordChangeSchema>, z.output<typeof PasswordChangeSchema>>;

export const emailChangeNamed = { as: "user", id: "change-email" } as const;
export const passwordChangeNamed = { as: "user", id: "change-password" } as const;

/** The forms of the settings page. */
export interface SettingsForms {
  readonly email: EmailChangeForm;
  readonly password: PasswordChangeForm;
}

export const emptySettings = ({ email }: User): SettingsForms => ({
  email: form(EmailChangeSchema, { ...emailChangeNamed, values: { email } }),
  password: form(PasswordChangeSchema, passwordChangeNamed),
});

interface SettingsPageProps {
  readonly currentUser: User;
  readonly forms: SettingsForms;
  /** Check what is typed, in a live page. */
  readonly changes?: { readonly email: EventRef; readonly password: EventRef };
  /** Asks who is there, in a live page, before the form is sent. */
  readonly emailSubmit?: LiveSubmit;
}

/** An event in front of a form's request. */
export interface LiveSubmit {
  readonly event: EventRef;
  /** Whether the event has come through: the form is sent. */
  readonly isDue: boolean;
}

/** What a user can change about their account. */
export function settingsPage({ currentUser, forms, changes, emailSubmit }: SettingsPageProps): Html {
  return html`<section class="mx-auto flex w-full max-w-md flex-col gap-10">
    <header>
      <h1 class="text-3xl">Settings</h1>
      ${
        currentUser.confirmedAt === null &&
        html`<p class="mt-2 text-sm">
        Your address isn't confirmed yet. ${link({ navigate: paths.confirm(), class: "link" }, "Have the link mailed again")}
      </p>`
      }
      ${!currentUser.hasPassword && codeRequest()}
    </header>
    ${emailChange(forms.email, changes?.email, emailSubmit)}
    ${passwordChange(currentUser, forms.password, changes?.password)}
    <div>
      <h2 class="mb-2 text-xl">Sessions</h2>
      ${link({ href: paths.sessions(), class: "link" }, "Where you are logged in …")}
    </div>
    <div>
      <h2 class="mb-2 text-xl">The end</h2>
      ${link({ navigate: paths.deleteAccount(), class: "link" }, "Delete my account …")}
    </div>
  </section>`;
}

function emailChange(filled: EmailChangeForm, change?: EventRef, submit?: LiveSubmit): Html {
  const { email } = filled.fields;
  return html`<div>
    <h2 class="mb-4 text-xl">E-mail address</h2>
    ${formFor({
      form: filled,
      action: paths.changeEmail(),
      method: "put",
      change,
      submit: submit?.event,
      triggerAction: submit?.isDue ?? false,
      children: html`
        ${input({ field: email, type: "email", label: "New address", hint: "A link is mailed to it; nothing changes before it is opened.", rest: { autocomplete: "email", required: true } })}
        ${button({ type: "submit", kind: "primary", children: "Change the address" })}
      `,
    })}
  </div>`;
}

function passwordChange(user: User, filled: PasswordChangeForm, change?: EventRef): Html {
  const { password } = filled.fields;
  return html`<div>
    <h2 class="mb-4 text-xl">Password</h2>
    ${formFor({
      form: filled,
      action: paths.settings(),
      method: "put",
      change,
      children: html`
        <input type="hidden" name="change" value="password" />
        <input type="text" value=${user.email} autocomplete="username" hidden readonly />
        ${passwordInput({ field: password, label: "New password", hint: "12 characters or more. All your other sessions end.", autocomplete: "new-password", rest: { required: true } })}
        ${proofInput(user, filled.fields)}
        ${button({ type: "submit", kind: "primary", children: user.hasPassword ? "Change the password" : "Set a password" })}
      `,
    })}
  </div>`;
}

/** An account without a password shows who is there by a code. */
const codeRequest = (): Html =>
  html`<div class="mt-4 text-sm">
    <p class="mb-3">Your account has no password. To set one takes a code from your mailbox.</p>
    ${formFor({
      form: { id: "request-code", errors: [] },
      action: paths.settings(),
      method: "put",
      children: html`
        <input type="hidden" name="change" value="code" />
        ${button({ type: "submit", kind: "outline", size: "small", children: "Mail me a code" })}
      `,
    })}
  </div>`;
