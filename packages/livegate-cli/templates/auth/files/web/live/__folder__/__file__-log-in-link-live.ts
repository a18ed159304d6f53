// @only live
import { liveView } from "livegate";
import { z } from "zod";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { expiredLinkPage } from "#web/components/__folder__/link-page";
import { emptyLogInLink, logInLinkPage } from "#web/components/__folder__/log-in-page";

/** Behind a log-in link: says whose it is, and changes nothing by being looked at. */
export const __Schema__LogInLinkLive = liveView({
  params: z.object({ token: z.string() }),
  mount: async ({ params: { token } }) => ({
    token,
    form: emptyLogInLink(),
    found: await __Context__.peek("log_in", token),
  }),
  pageTitle: () => "Log in",
  render: ({ token, form, found }) => (found.ok ? logInLinkPage({ form, token, ...found.value }) : expiredLinkPage()),
});
