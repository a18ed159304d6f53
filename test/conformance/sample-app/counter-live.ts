import { html, liveView, reply } from "livegate";
import { z } from "zod";
import type { Probe } from "./probe.ts";

const Amount = z.object({ by: z.coerce.number<string | number>().int() });

/** Counts; says what it was sent; fails, waits, answers and shouts when asked. */
export const counterLive = (probe: Probe) =>
  liveView({
    params: z.object({ step: z.coerce.number<string>().int().default(1), tab: z.string().default("none") }),
    events: {
      inc: null,
      add: Amount,
      echo: z.unknown(),
      wait: z.object({ gate: z.string() }),
      ask: Amount,
      shout: z.object({ text: z.string() }),
      flash: z.object({ kind: z.string(), text: z.string() }),
      nothing: null,
      crash: null,
      crashLater: null,
      crashRender: null,
    },

    mount({ params, connected }) {
      probe.note(`mount ${connected ? "socket" : "http"}`);
      return { count: 0, step: params.step, tab: params.tab, echoed: "", broken: false };
    },

    subscribe() {
      probe.note("subscribe");
      return [];
    },

    handleParams(socket, { step, tab }) {
      probe.note(`handleParams ${step}`);
      return socket.assign({ step, tab });
    },

    handle: {
      inc: (socket) => socket.update("count", (count) => count + socket.assigns.step),
      add: (socket, { by }) => socket.update("count", (count) => count + by),
      echo: (socket, value) => socket.assign({ echoed: JSON.stringify(value) ?? "" }),
      async wait(socket, { gate }) {
        probe.note(`begin ${gate}`);
        await probe.pass(gate);
        probe.note(`end ${gate}`);
        return socket.update("count", (count) => count + 1);
      },
      ask: (_socket, { by }) => reply({ twice: by * 2 }),
      shout: (socket, { text }) => socket.pushEvent("shouted", { text }).pushEvent("after", { text }),
      flash: (socket, { kind, text }) => socket.putFlash(kind, text),
      nothing: () => {},
      crash() {
        throw new Error("A handler fails.");
      },
      async crashLater() {
        await probe.pass("crash");
        throw new Error("A handler fails later.");
      },
      crashRender: (socket) => socket.assign({ broken: true }),
    },

    pageTitle: ({ count }) => `Counter ${count}`,

    render({ count, step, tab, echoed, broken }, ev) {
      probe.note("render");
      if (broken) throw new Error("A render fails.");
      return html`<h1 id="count">${count}</h1>
        <p id="step">${step}</p><p id="tab">${tab}</p><p id="echoed">${echoed}</p>
        <button phx-click=${ev.inc}>+</button>`;
    },
  });
