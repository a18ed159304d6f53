import { event, events, js, liveView } from "livegate";
import type { EndOptions, ListedSession } from "livegate/auth";
import { z } from "zod";
import { Accounts } from "#domain/accounts/accounts";
import { sessionsPage } from "#web/components/users/sessions-page";
import { requireAuthenticatedUser, requireCurrentSession, requireSudo } from "#web/user-auth";

const ev = events({
  endOne: event(z.object({ session: z.string() }), { guards: [requireSudo] }),
  endOthers: event(null, { guards: [requireSudo] }),
});

/** Where a user is logged in: new log-ins come and ended ones go by themselves. */
export const UserSessionsLive = liveView({
  needs: [requireAuthenticatedUser, requireCurrentSession],
  events: ev,
  mount: async ({ currentUser }) => ({ sessions: await Accounts.sessionsOf(currentUser.id) }),
  subscribe: ({ currentUser }, on) => [
    on(Accounts.sessionsTopic(currentUser.id), async (socket) => {
      socket.assign({ sessions: await Accounts.sessionsOf(currentUser.id) });
    }),
  ],
  handle: {
    async endOne(socket, { session: id }) {
      const { currentUser, currentSession } = socket.assigns;
      if (id === currentSession.id) return; // Its own button logs out.
      await Accounts.endSession(id, { userId: currentUser.id, by: actor(socket.assigns) });
      socket.assign({ sessions: await Accounts.sessionsOf(currentUser.id) }).exec(focusOnTitle);
    },
    async endOthers(socket) {
      const { currentUser, currentSession } = socket.assigns;
      await Accounts.endSessions(currentUser.id, { except: currentSession.id, by: actor(socket.assigns) });
      socket.assign({ sessions: await Accounts.sessionsOf(currentUser.id) }).exec(focusOnTitle);
    },
  },
  pageTitle: () => "Sessions",
  render: ({ sessions, currentSession }) =>
    sessionsPage({ sessions, currentId: currentSession.id, ends: { one: ev.endOne, others: ev.endOthers } }),
});

/** The button that was pressed goes with its session. */
const focusOnTitle = js.focus({ to: "#sessions-title" });

interface Acting {
  readonly sessions: readonly ListedSession[];
  readonly currentSession: { readonly id: string };
}

/** Who acts, for the audit: the session of this page, and where it logged in. */
function actor({ sessions, currentSession: session }: Acting): NonNullable<EndOptions["by"]> {
  return { session, network: sessions.find(({ id }) => id === session.id)?.network ?? "unknown" };
}
