import { liveView } from "livegate";
import * as Catalog from "#domain/catalog/catalog";
import { madeBeforePage } from "#web/components/users/made-before-page";
import { requireConfirmed } from "#web/user-auth";

/** What was added in a user's name before they had proved that the address is theirs: they keep it, or delete it. */
export const UserMadeBeforeLive = liveView({
  needs: [requireConfirmed],
  mount: async ({ currentScope }) => ({ albums: await Catalog.listMadeBefore(currentScope) }),
  pageTitle: () => "Added before you",
  render: ({ albums }) => madeBeforePage(albums),
});
