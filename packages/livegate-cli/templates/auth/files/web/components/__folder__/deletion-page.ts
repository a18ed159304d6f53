import { type Form, type Html, form, html, link } from "livegate";
import { button, formFor } from "livegate/components";
import type { z } from "zod";
import { DeletionSchema, type __Schema__ } from "#domain/__context-file__/__file__";
import { paths } from "#web/paths";
import type { LiveSubmit } from "./settings-page.ts";
import { __schema__Page } from "./__file__-page.ts";

export type DeletionForm = Form<z.input<typeof DeletionSchema>, z.output<typeof DeletionSchema>>;

export const deletionNamed = { as: "__schema__", id: "delete-account" } as const;

export const emptyDeletion = (): DeletionForm => form(DeletionSchema, deletionNamed);

interface DeletionPageProps {
  readonly current__Schema__: __Schema__;
  readonly form: DeletionForm;
  /** Asks who is there, in a live page, before the form is sent. */
  readonly submit?: LiveSubmit;
}

/** Asks once more before an account is deleted. */
export const deletionPage = ({ current__Schema__, form: filled, submit }: DeletionPageProps): Html =>
  __schema__Page({
    title: "Delete my account",
    lead: html`The account of <strong>${current__Schema__.email}</strong> is deleted at once, and can't be brought back.`,
    children: formFor({
      form: filled,
      action: paths.deleteAccount(),
      method: "delete",
      submit: submit?.event,
      triggerAction: submit?.isDue ?? false,
      children: button({ type: "submit", kind: "danger", children: "Delete my account" }),
    }),
    others: [link({ navigate: paths.settings(), class: "link" }, "Back to the settings")],
  });
