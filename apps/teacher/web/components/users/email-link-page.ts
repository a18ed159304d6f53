import { type Html, html } from "livegate";
import type { User } from "#domain/accounts/user";
import { paths } from "#web/paths";
import { linkPage } from "./link-page.ts";
import { stayingAs } from "./staying-as.ts";

interface EmailLinkPageProps {
  readonly token: string;
  /** The address that the account will have. */
  readonly email: string;
  readonly currentUser: User | null;
}

/** Behind the link to a new address. */
export const emailChangePage = ({ token, email, currentUser }: EmailLinkPageProps): Html =>
  linkPage({
    id: "confirm-email",
    title: "Your new address",
    lead: html`From now on your account has the address <strong>${email}</strong>. ${stayingAs(currentUser, null)}`,
    action: paths.confirmEmail({ token }),
    press: "Yes, change it",
  });

/** Behind the link in the mail to the former address. */
export const emailUndoPage = ({ token, email, currentUser }: EmailLinkPageProps): Html =>
  linkPage({
    id: "undo-email",
    title: "It wasn't you?",
    lead: html`Your account gets the address <strong>${email}</strong> back, and everybody who is logged in to it is logged out. ${stayingAs(currentUser, null)}`,
    action: paths.undoEmail({ token }),
    press: "Take it back",
  });
