import { type Form, type Html, form, html } from "livegate";
import { button, formFor } from "livegate/components";
import type { z } from "zod";
import { ProofSchema, type __Schema__ } from "#domain/__context-file__/__file__";
import { paths } from "#web/paths";
import { proofInput } from "./proof-input.ts";
import { __schema__Page } from "./__file__-page.ts";

export type ProofForm = Form<z.input<typeof ProofSchema>, z.output<typeof ProofSchema>>;

export const proofNamed = { as: "__schema__", id: "reauthentication" } as const;

export const emptyProof = (): ProofForm => form(ProofSchema, proofNamed);

interface ReauthenticationPageProps {
  readonly current__Schema__: __Schema__;
  readonly form: ProofForm;
  /** Where the user wanted to go. */
  readonly returnTo: string | null;
}

/** Asks who is there, before something that nobody else may do on a page that was left open. */
export const reauthenticationPage = ({ current__Schema__, form: filled, returnTo }: ReauthenticationPageProps): Html =>
  __schema__Page({
    title: "Is it you?",
    lead: html`Before you go on, show that you are <strong>${current__Schema__.email}</strong>. You are asked once in ten minutes.`,
    children: formFor({
      form: filled,
      action: paths.reauthenticate(),
      children: html`
        ${returnTo !== null && html`<input type="hidden" name="return_to" value=${returnTo} />`}
        <input type="text" value=${current__Schema__.email} autocomplete="username" hidden readonly />
        ${proofInput(current__Schema__, filled.fields)} ${proofButtons(current__Schema__)}
      `,
    }),
  });

/** An account without a password has a code mailed to it. */
export const proofButtons = ({ hasPassword }: __Schema__): Html => html`<div class="flex flex-wrap gap-3">
  ${button({ type: "submit", kind: "primary", children: "Go on", rest: { name: "by", value: "proof" } })}
  ${!hasPassword && button({ type: "submit", kind: "outline", children: "Mail me a code", rest: { name: "by", value: "mail" } })}
</div>`;
