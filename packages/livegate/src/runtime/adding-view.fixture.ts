import assert from "node:assert/strict";
import { z } from "zod";
import { html } from "../html/html.ts";
import { events } from "../live/event.ts";
import { liveView } from "../live/live-view.ts";
import { reply } from "../live/reply.ts";
import { definePaths } from "../paths/define-paths.ts";
import { topic } from "../pubsub/topic.ts";
import { type LiveTestOptions, type TestRoute, liveTestApp, settled } from "./live-test-app.ts";

export const paths = definePaths({ list: "/?page", other: "/other" });
export const room = topic((name: string) => `room:${name}`, z.number());
const ev = events({
  add: z.object({ n: z.coerce.number<number | string>() }),
  slow: null,
  boom: null,
  boomLater: null,
  ask: null,
  say: z.object({ info: z.string() }),
  emit: null,
  patch: z.object({ page: z.number() }),
  navigate: null,
  leave: null,
});

/** A view that adds numbers; `gate` is what its slow handler waits for. */
export function addingView(gate: { readonly promise: Promise<unknown> } = { promise: Promise.resolve() }) {
  return liveView({
    events: ev,
    params: z.object({ page: z.coerce.number().default(1) }),
    mount: () => ({ sum: 0, page: 0 }),
    subscribe: ({ params }, on) => [
      on(room(`page ${params.page}`), (socket, n) => socket.update("sum", (sum) => sum + n)),
    ],
    handleParams: (socket, { page }) => socket.assign({ page }),
    handle: {
      add: (socket, { n }) => socket.update("sum", (sum) => sum + n),
      slow: async (socket) => {
        await gate.promise;
        socket.update("sum", (sum) => sum * 10);
      },
      boom: () => {
        throw new Error("boom");
      },
      boomLater: async () => {
        await Promise.resolve();
        throw new Error("boom later");
      },
      ask: (socket) => reply({ sum: socket.assigns.sum }),
      say: (socket, { info }) => socket.putFlash("info", info),
      emit: (socket) => socket.pushEvent("sum", { n: socket.assigns.sum }),
      patch: (socket, { page }) => socket.putFlash("info", "patched").pushPatch(paths.list({ page })),
      navigate: (socket) => socket.putFlash("info", "bye").pushEvent("last", {}).pushNavigate(paths.other()),
      leave: (socket) => socket.redirect(paths.other()),
    },
    pageTitle: ({ sum }) => `Sum ${sum}`,
    render: ({ sum, page, flash }) => html`<p>${sum} on ${page}</p><b>${flash["info"]}</b>`,
  });
}

/** A joined view; the frames of its join are taken already. */
export async function joined(route: Partial<TestRoute> = {}, options: LiveTestOptions = {}) {
  const app = liveTestApp([{ path: "/", view: addingView(), ...route }], options);
  const wire = app.connect();
  const view = wire.join("/");
  await settled();
  assert.equal(view.answer?.[1], "ok");
  wire.take();
  return { app, wire, view };
}

/** The answer to an event that changed the sum, and what else it changed. */
export const sum = (n: number, more: object = {}) => ({ diff: { 0: String(n), t: `Sum ${n}`, ...more } });
/** The answer to an event that the view has not seen. */
export const refusal = (event: string, reason: string) => ({ diff: { e: [["lg:refused", { event, reason }]] } });
