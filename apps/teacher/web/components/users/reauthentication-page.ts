import { type Form, type Html, form, html } from "livegate";
import { button, formFor } from "livegate/components";
import type { z } from "zod";
import { ProofSchema, type User } from "#domain/accounts/user";
import { paths } from "#web/paths";
import { proofInput } from "./proof-input.ts";
import { userPage } from "./user-page.ts";

export type ProofForm = Form<z.input<typeof ProofSchema>, z.output<typeof ProofSchema>>;

export const proofNamed = { as: "user", id: "reauthentication" } as const;

export const emptyProof = (): ProofForm => form(ProofSchema, proofNamed);

interface ReauthenticationPageProps {
  readonly currentUser: User;
  readonly form: ProofForm;
  /** Where the user wanted to go. */
  readonly returnTo: string | null;
}

/** Asks who is there, before something that nobody else may do on a page that was left open. */
export const reauthenticationPage = ({ currentUser, form: filled, returnTo }: ReauthenticationPageProps): Html =>
  userPage({
    title: "Is it you?",
    lead: html`Before you go on, show that you are <strong>${currentUser.email}</strong>. You are asked once in ten minutes.`,
    children: formFor({
      form: filled,
      action: paths.reauthenticate(),
      children: html`
        ${returnTo !== null && html`<input type="hidden" name="return_to" value=${returnTo} />`}
        <input type="text" value=${currentUser.email} autocomplete="username" hidden readonly />
        ${proofInput(currentUser, filled.fields)} ${proofButtons(currentUser)}
      `,
    }),
  });

/** An account without a password has a code mailed to it. */
export const proofButtons = ({ hasPassword }: User): Html => html`<div class="flex flex-wrap gap-3">
  ${button({ type: "submit", kind: "primary", children: "Go on", rest: { name: "by", value: "proof" } })}
  ${!hasPassword && button({ type: "submit", kind: "outline", children: "Mail me a code", rest: { name: "by", value: "mail" } })}
</div>`;
