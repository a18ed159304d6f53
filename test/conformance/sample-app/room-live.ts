import { html, liveView, topic } from "livegate";
import { z } from "zod";
import { paths } from "./paths.ts";
import type { Probe } from "./probe.ts";

export const messages = topic((room: string) => `messages:${room}`, z.object({ text: z.string() }));

/** Hears the messages of the room in its path. */
export const roomLive = (probe: Probe) =>
  liveView({
    params: z.object({ room: z.string() }),
    events: { move: z.object({ room: z.string() }) },
    async mount({ params: { room }, connected }) {
      if (connected) await probe.pass("room");
      return { room, heard: [] as readonly string[] };
    },
    subscribe: ({ params: { room } }, on) => [
      on(messages(room), async (socket, { text }) => {
        probe.note(`hears ${text}`);
        if (text === "crash") throw new Error("A message's handler fails.");
        if (text === "wait") await probe.pass("message");
        if (text === "patch") return socket.pushPatch(paths.room({ room: "next" }));
        if (text === "leave") return socket.putFlash("info", "Left.").pushNavigate(paths.counter());
        if (text === "away") return socket.pushEvent("leaving", {}).redirect(paths.plain());
        if (text === "same") return socket;
        return socket.update("heard", (heard) => [...heard, text]);
      }),
    ],
    handleParams: (socket, { room }) => socket.assign({ room }),
    handle: { move: (socket, { room }) => socket.pushPatch(paths.room({ room })) },
    render: ({ room, heard }) => html`<h1 id="room">${room}</h1><p id="heard">${heard.join(",")}</p>`,
  });
