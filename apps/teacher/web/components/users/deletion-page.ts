import { type Form, type Html, form, html, link } from "livegate";
import { button, formFor } from "livegate/components";
import type { z } from "zod";
import { DeletionSchema, type User } from "#domain/accounts/user";
import { paths } from "#web/paths";
import type { LiveSubmit } from "./settings-page.ts";
import { userPage } from "./user-page.ts";

export type DeletionForm = Form<z.input<typeof DeletionSchema>, z.output<typeof DeletionSchema>>;

export const deletionNamed = { as: "user", id: "delete-account" } as const;

export const emptyDeletion = (): DeletionForm => form(DeletionSchema, deletionNamed);

interface DeletionPageProps {
  readonly currentUser: User;
  readonly form: DeletionForm;
  /** How many albums are deleted with the account. */
  readonly albums: number;
  /** Asks who is there, in a live page, before the form is sent. */
  readonly submit?: LiveSubmit;
}

/** Asks once more before an account is deleted. */
export const deletionPage = ({ currentUser, form: filled, albums, submit }: DeletionPageProps): Html =>
  userPage({
    title: "Delete my account",
    lead: html`The account of <strong>${currentUser.email}</strong> is deleted at once, and can't be brought back.
      ${albums > 0 && (albums === 1 ? "Your album is deleted with it." : `Your ${albums} albums are deleted with it.`)}`,
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
