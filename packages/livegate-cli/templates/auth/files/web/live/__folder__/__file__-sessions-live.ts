// @only live
import { event, events, js, liveView } from "livegate";
import type { EndOptions, ListedSession } from "livegate/auth";
import { z } from "zod";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { sessionsPage } from "#web/components/__folder__/sessions-page";
import { requireAuthenticated__Schema__, requireCurrentSession, requireSudo } from "#web/__file__-auth";

const ev = events({
  endOne: event(z.object({ session: z.string() }), { guards: [requireSudo] }),
  endOthers: event(null, { guards: [requireSudo] }),
});

/** Where a user is logged in: new log-ins come and ended ones go by themselves. */
export const __Schema__SessionsLive = liveView({
  needs: [requireAuthenticated__Schema__, requireCurrentSession],
  events: ev,
  mount: async ({ current__Schema__ }) => ({ sessions: await __Context__.sessionsOf(current__Schema__.id) }),
  subscribe: ({ current__Schema__ }, on) => [
    on(__Context__.sessionsTopic(current__Schema__.id), async (socket) => {
      socket.assign({ sessions: await __Context__.sessionsOf(current__Schema__.id) });
    }),
  ],
  handle: {
    async endOne(socket, { session: id }) {
      const { current__Schema__, currentSession } = socket.assigns;
      if (id === currentSession.id) return; // Its own button logs out.
      await __Context__.endSession(id, { userId: current__Schema__.id, by: actor(socket.assigns) });
      socket.assign({ sessions: await __Context__.sessionsOf(current__Schema__.id) }).exec(focusOnTitle);
    },
    async endOthers(socket) {
      const { current__Schema__, currentSession } = socket.assigns;
      await __Context__.endSessions(current__Schema__.id, { except: currentSession.id, by: actor(socket.assigns) });
      socket.assign({ sessions: await __Context__.sessionsOf(current__Schema__.id) }).exec(focusOnTitle);
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
