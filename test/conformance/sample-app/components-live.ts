import { each, html, liveComponent, liveView, props } from "livegate";
import { z } from "zod";
import { paths } from "./paths.ts";
import type { Probe } from "./probe.ts";

const Leaf = liveComponent({
  props: props<{ text: string }>(),
  events: { inc: null },
  mount: () => ({ count: 0 }),
  handle: { inc: (socket) => socket.update("count", (count) => count + 1) },
  render: ({ id, count, text }, { inc }) =>
    html`<b id="leaf-${id}" phx-click=${inc}>${count}${text}${count > 1 && html`<i>many</i>`}</b>`,
});

const branchOf = (probe: Probe) =>
  liveComponent({
    components: [Leaf],
    props: props<{ text: string }>(),
    events: { open: z.object({ open: z.boolean() }), turn: null, boom: null, wait: null },
    mount: () => ({ open: true }),
    handle: {
      open: (socket, { open }) => socket.assign({ open }),
      turn: (socket) => socket.assign({ open: false }).pushPatch(paths.components({ page: 2 })),
      boom: () => {
        throw new Error("A component fails.");
      },
      wait: async (socket) => {
        await probe.pass("branch");
        socket.assign({ open: false });
      },
    },
    render: ({ id, open, text }) =>
      html`<section id="branch-${id}">${text}${open && Leaf({ id: `of-${id}`, text })}</section>`,
  });

/** Components in rows, inside one another, that come, go and move. */
export function componentsLive(probe: Probe) {
  const Branch = branchOf(probe);
  return liveView({
    components: [Branch, Leaf],
    params: z.object({ page: z.coerce.number().default(1) }),
    events: {
      show: z.object({ ids: z.array(z.string()), text: z.string().optional() }),
      send: z.object({ id: z.string(), text: z.string() }),
    },
    mount: () => ({ ids: ["a", "b"] as readonly string[], text: "", page: 1 }),
    handleParams: (socket, { page }) => socket.assign({ page }),
    handle: {
      show: (socket, { ids, text = socket.assigns.text }) => socket.assign({ ids, text }),
      send: (socket, { id, text }) => socket.sendUpdate(Branch, id, { text }),
    },
    render: ({ ids, text, page }) =>
      html`<p id="page">${page}</p>
        <div id="top">${Leaf({ id: "top", text: "" })}</div>
        <ul>${each(
          ids,
          (id) => id,
          (id) => html`<li>${Branch({ id, text })}</li>`,
        )}</ul>`,
  });
}
