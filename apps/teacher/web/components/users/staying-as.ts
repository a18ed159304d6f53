import { type Html, html } from "livegate";
import type { User } from "#domain/accounts/user";

/** Tells somebody who has opened another one's link that they stay who they are. */
export const stayingAs = (currentUser: User | null, owner: string | null): Html | null =>
  currentUser && currentUser.email !== owner ? html`You stay logged in as ${currentUser.email}.` : null;
