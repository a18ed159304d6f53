import { html, liveView } from "livegate";
import { z } from "zod";
import type { Guards } from "./guards.ts";
import type { Probe } from "./probe.ts";

/** Its connected mount waits at the gate "mount". */
export const waitingLive = (probe: Probe) =>
  liveView({
    async mount({ connected }) {
      if (connected) await probe.pass("mount");
      return { where: connected ? "socket" : "http" };
    },
    render: ({ where }) => html`<p id="where">${where}</p>`,
  });

/** Takes a number from its path and one from its query. */
export const typedLive = () =>
  liveView({
    params: z.object({ id: z.coerce.number<string>().int(), page: z.coerce.number<string>().int().default(1) }),
    mount: () => ({ id: 0, page: 0 }),
    handleParams: (socket, { id, page }) => socket.assign({ id, page }),
    render: ({ id, page }) => html`<p id="id">${id}</p><p id="page">${page}</p>`,
  });

/** Stands alone in a live session of its own. */
export const asideLive = () =>
  liveView({ mount: () => ({ n: 1 }), render: ({ n }) => html`<p id="aside">aside ${n}</p>` });

/** For those who develop. */
export const workshopLive = () => liveView({ mount: () => ({}), render: () => html`<p id="workshop">tools</p>` });

/** For members only. */
export const membersLive = ({ requireMember }: Guards) =>
  liveView({
    needs: [requireMember],
    events: { greet: null },
    mount: () => ({ greeting: "Hello" }),
    handle: { greet: (socket) => socket.assign({ greeting: "Good day" }) },
    render: ({ greeting, visitor }) => html`<p id="greeting">${greeting}, ${visitor}</p>`,
  });
