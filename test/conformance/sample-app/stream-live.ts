import { each, html, liveRender, liveView, stream } from "livegate";
import { z } from "zod";

const items = (ids: string) => Array.from(ids, (id) => ({ id }));
const key = ({ id }: { readonly id: string }): string => id;

/** Stands inside the other one, and crashes alone. */
const innerLive = liveView({
  session: z.object({ from: z.number() }),
  events: { inc: null, crash: null },
  mount: ({ session }) => ({ count: session.from }),
  handle: {
    inc: (socket) => socket.update("count", (count) => count + 1),
    crash: () => {
      throw new Error("inner");
    },
  },
  render: ({ count }) => html`<b>${count}</b>`,
});

/** A stream, and a view inside this one. */
export const streamLive = () =>
  liveView({
    views: { inner: innerLive },
    events: {
      insert: z.object({ ids: z.string(), at: z.number().optional(), limit: z.number().optional() }),
      update: z.object({ ids: z.string() }),
      drop: z.object({ ids: z.string() }),
      reset: z.object({ ids: z.string() }),
      rest: null,
    },
    mount: () => ({ rows: stream(items("ab"), { key }), n: 0 }),
    handle: {
      insert: (socket, { ids, at = -1, limit }) => {
        for (const item of items(ids))
          socket.stream("rows").insert(item, { at, ...(limit !== undefined && { limit }) });
      },
      update: (socket, { ids }) => {
        for (const item of items(ids)) socket.stream("rows").insert(item, { updateOnly: true });
      },
      drop: (socket, { ids }) => {
        for (const item of items(ids)) socket.stream("rows").delete(item);
      },
      reset: (socket, { ids }) => socket.stream("rows").reset(items(ids)),
      rest: (socket) => socket.update("n", (n) => n + 1),
    },
    render: ({ rows, n }) =>
      html`<p>${n}</p><ul id="rows" phx-update="stream">${each(
        rows,
        ({ id }, dom) => html`<li id=${dom}>${id}</li>`,
      )}</ul>${liveRender(innerLive, { id: "inner", session: { from: 5 } })}`,
  });
