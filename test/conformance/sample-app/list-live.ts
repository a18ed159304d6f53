import { type Html, each, html, liveView, row } from "livegate";
import { z } from "zod";

interface Item {
  readonly id: number;
  readonly name: string;
}

const itemRow = row(
  ({ id, name }: Item): Html => html`<li id="item-${id}">${name}${name === "bold" && html`<b>!</b>`}</li>`,
);

/** Keyed rows, a branch that comes and goes, and text that wants escaping. */
export const listLive = () =>
  liveView({
    events: {
      set: z.object({ items: z.array(z.object({ id: z.number(), name: z.string() })) }),
      fill: z.object({ rows: z.number() }),
      rename: z.object({ id: z.number(), name: z.string() }),
      show: z.object({ as: z.enum(["nothing", "text", "bold", "list"]) }),
    },
    mount: () => ({
      items: [
        { id: 1, name: "Ada" },
        { id: 2, name: "Bob" },
      ] as readonly Item[],
      as: "nothing",
    }),
    handle: {
      set: (socket, { items }) => socket.assign({ items }),
      fill: (socket, { rows }) =>
        socket.assign({ items: Array.from({ length: rows }, (_, id) => ({ id, name: `n${id}` })) }),
      rename: (socket, { id, name }) =>
        socket.update("items", (items) => items.map((item) => (item.id === id ? { id, name } : item))),
      show: (socket, { as }) => socket.assign({ as }),
    },
    render: ({ items, as }) => html`<ul>${each(items, ({ id }) => id, itemRow)}</ul><p id="count">${items.length}</p>
      <div id="shown">${shown(as)}</div><i title=${'">&<'}>${'<script>"&'}</i>`,
  });

function shown(as: string): Html | string | false {
  if (as === "text") return "<plain>";
  if (as === "bold") return html`<b>${as}</b>`;
  return (
    as === "list" &&
    html`<ol>${each(
      [1, 2, 3],
      (n) => n,
      (n) => html`<li>${n}</li>`,
    )}</ol>`
  );
}
