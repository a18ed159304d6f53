import { events, form, formEvent, html, liveView } from "livegate";
import { z } from "zod";
import { notes, notesTopic } from "../notes.ts";

const BUILD = process.env["BUILD"] ?? "1";

const Note = z.object({ title: z.string().optional() });
const named = { as: "note" } as const;

const ev = events({
  write: z.object({ id: z.string() }),
  slowly: z.object({ id: z.string() }),
  type: formEvent(Note, named),
});

/** A page that writes notes, hears of those of others, and has a form half filled in. */
export const NotesLive = liveView({
  events: ev,
  mount: () => ({ note: form(Note, named), last: "none" }),
  subscribe: (_, on) => [on(notesTopic(), (socket, { id }) => socket.assign({ last: id }))],
  handle: {
    write: (_, { id }) => notes.write(id),
    slowly: async (_, { id }) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await notes.write(id);
    },
    type: (socket, note) => socket.assign({ note }),
  },
  render: ({ note, last }, e) => {
    const { title } = note.fields;
    return html`<p id="last">${last}</p>
      <p id="node">${process.pid}</p>
      <p id="build">${BUILD}</p>
      <p id="heard">${title.value}</p>
      <button id="write" phx-click=${e.write} phx-value-id="clicked">Write</button>
      <form id="note" phx-change=${e.type} phx-submit=${e.type}>
        <label>Title <input id=${title.id} name=${title.name} value=${title.value} /></label>
      </form>`;
  },
});
