import { html, liveView } from "livegate";
import { z } from "zod";
import { messages } from "./room-live.ts";

/** Fails at the place that its URL names, on the socket only unless the place begins with "http-". */
export const crashLive = () =>
  liveView({
    params: z.object({ at: z.string().default("nowhere") }),
    mount({ params: { at }, connected }) {
      failAt("mount", at, connected);
      return { at, connected };
    },
    subscribe({ params: { at } }, on) {
      failAt("subscribe", at, true);
      return [on(messages("crash"), () => {})];
    },
    handleParams(socket, { at }) {
      failAt("handleParams", at, socket.connected);
    },
    pageTitle({ at, connected }) {
      failAt("pageTitle", at, connected);
      return at;
    },
    render({ at, connected }) {
      failAt("render", at, connected);
      return html`<p id="at">${at}</p>`;
    },
  });

function failAt(place: string, at: string, connected: boolean): void {
  if (at === (connected ? place : `http-${place}`)) throw new Error(`It fails at ${at}.`);
}
