import { html, liveView } from "livegate";
import { z } from "zod";
import { paths } from "./paths.ts";

const Leg = z.object({
  verb: z.enum(["pushPatch", "pushNavigate", "redirect"]),
  to: z.enum(["trip", "counter", "aside", "membersTrip", "plain"]),
  stop: z.string().optional(),
  replace: z.boolean().default(false),
  flash: z.string().optional(),
  shout: z.string().optional(),
});

/** Goes wherever it is told to, from events and from handleParams alike. */
export const tripLive = () =>
  liveView({
    params: z.object({ stop: z.string().default("start") }),
    events: { go: Leg, abroad: z.object({ url: z.string() }), last: null },
    mount: () => ({ stop: "", visited: 0 }),

    handleParams(socket, { stop }) {
      socket.assign({ stop }).update("visited", (visited) => visited + 1);
      if (stop === "round") return socket.pushPatch(paths.trip({ stop: "round" }));
      if (stop === "via") return socket.putFlash("info", "Via.").pushPatch(paths.trip({ stop: "end" }));
      if (stop === "out") return socket.putFlash("info", "Out.").pushNavigate(paths.counter());
      if (stop === "away") return socket.pushEvent("leaving", {}).redirect(paths.plain());
      return socket;
    },

    handle: {
      go(socket, { verb, to, stop, replace, flash, shout }) {
        if (flash !== undefined) socket.putFlash("info", flash);
        if (shout !== undefined) socket.pushEvent("shouted", { text: shout });
        const path = to === "trip" || to === "membersTrip" ? paths[to]({ stop: stop ?? "there" }) : paths[to]();
        return verb === "redirect" ? socket.redirect(path) : socket[verb](path, { replace });
      },
      abroad: (socket, { url }) => socket.redirect({ external: new URL(url) }),
      last: (socket) =>
        socket.pushPatch(paths.trip({ stop: "first" })).pushPatch(paths.trip({ stop: "second" }), { replace: true }),
    },

    render: ({ stop, visited }) => html`<p id="stop">${stop}</p><p id="visited">${visited}</p>`,
  });
