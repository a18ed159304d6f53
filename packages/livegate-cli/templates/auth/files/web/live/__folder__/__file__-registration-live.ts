// @only live
import { formEvent, liveView } from "livegate";
import { z } from "zod";
import { RegistrationSchema } from "#domain/__context-file__/__file__";
import { emptyRegistration, registrationNamed, registrationPage } from "#web/components/__folder__/registration-page";

/** Registration, checked while somebody types. It is sent as a request, because only that can log somebody in. */
export const __Schema__RegistrationLive = liveView({
  params: z.object({ return_to: z.string().nullable().default(null) }),
  events: { validate: formEvent(RegistrationSchema, registrationNamed) },
  mount: ({ params: { return_to } }) => ({ form: emptyRegistration(), returnTo: return_to }),
  handle: { validate: (socket, form) => socket.assign({ form }) },
  pageTitle: () => "Register",
  render: ({ form, returnTo }, ev) => registrationPage({ form, returnTo, change: ev.validate }),
});
