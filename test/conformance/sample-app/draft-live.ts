import { html, liveView } from "livegate";
import { z } from "zod";

/** Has a tab and a text that its page keeps, and a count that it doesn't. */
export const draftLive = () =>
  liveView({
    events: { show: z.object({ tab: z.string() }), type: z.object({ text: z.string() }), inc: null, crash: null },
    mount: () => ({ tab: "first", text: "", count: 0 }),
    // A tab that a deploy has taken away is one that this schema doesn't know.
    recover: { tab: z.enum(["first", "second"]), text: z.string() },
    handle: {
      show: (socket, { tab }) => socket.assign({ tab }),
      type: (socket, { text }) => socket.assign({ text }),
      inc: (socket) => socket.update("count", (count) => count + 1),
      crash: () => {
        throw new Error("A handler fails.");
      },
    },
    render: ({ tab, text, count }) => html`<p id="tab">${tab}</p><p id="text">${text}</p><p id="count">${count}</p>`,
  });
