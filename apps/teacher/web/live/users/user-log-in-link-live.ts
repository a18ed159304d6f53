import { liveView } from "livegate";
import { z } from "zod";
import { Accounts } from "#domain/accounts/accounts";
import { expiredLinkPage } from "#web/components/users/link-page";
import { emptyLogInLink, logInLinkPage } from "#web/components/users/log-in-page";

/** Behind a log-in link: says whose it is, and changes nothing by being looked at. */
export const UserLogInLinkLive = liveView({
  params: z.object({ token: z.string() }),
  mount: async ({ params: { token } }) => ({
    token,
    form: emptyLogInLink(),
    found: await Accounts.peek("log_in", token),
  }),
  pageTitle: () => "Log in",
  render: ({ token, form, found }) => (found.ok ? logInLinkPage({ form, token, ...found.value }) : expiredLinkPage()),
});
