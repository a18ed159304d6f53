import { type Html, html } from "livegate";
import type { __Schema__ } from "#domain/__context-file__/__file__";
import { paths } from "#web/paths";
import { linkPage } from "./link-page.ts";
import { stayingAs } from "./staying-as.ts";

interface EmailLinkPageProps {
  readonly token: string;
  /** The address that the account will have. */
  readonly email: string;
  readonly current__Schema__: __Schema__ | null;
}

/** Behind the link to a new address. */
export const emailChangePage = ({ token, email, current__Schema__ }: EmailLinkPageProps): Html =>
  linkPage({
    id: "confirm-email",
    title: "Your new address",
    lead: html`From now on your account has the address <strong>${email}</strong>. ${stayingAs(current__Schema__, null)}`,
    action: paths.confirmEmail({ token }),
    press: "Yes, change it",
  });

/** Behind the link in the mail to the former address. */
export const emailUndoPage = ({ token, email, current__Schema__ }: EmailLinkPageProps): Html =>
  linkPage({
    id: "undo-email",
    title: "It wasn't you?",
    lead: html`Your account gets the address <strong>${email}</strong> back, and everybody who is logged in to it is logged out. ${stayingAs(current__Schema__, null)}`,
    action: paths.undoEmail({ token }),
    press: "Take it back",
  });
