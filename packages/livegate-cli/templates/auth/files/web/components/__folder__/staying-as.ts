import { type Html, html } from "livegate";
import type { __Schema__ } from "#domain/__context-file__/__file__";

/** Tells somebody who has opened another one's link that they stay who they are. */
export const stayingAs = (current__Schema__: __Schema__ | null, owner: string | null): Html | null =>
  current__Schema__ && current__Schema__.email !== owner
    ? html`You stay logged in as ${current__Schema__.email}.`
    : null;
