// @only live
import { liveView } from "livegate";
import { z } from "zod";
import { emptyLogIn, logInPage } from "#web/components/__folder__/log-in-page";

/** The log-in page. Its form is sent as a request, because only that can log somebody in. */
export const __Schema__LogInLive = liveView({
  params: z.object({ return_to: z.string().nullable().default(null) }),
  mount: ({ params: { return_to } }) => ({ form: emptyLogIn(), returnTo: return_to }),
  pageTitle: () => "Log in",
  render: ({ form, returnTo }) => logInPage({ form, returnTo }),
});
