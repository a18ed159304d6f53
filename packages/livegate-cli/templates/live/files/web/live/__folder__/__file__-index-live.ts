import { events, html, js, link, liveView, when } from "livegate";
import { button, buttonClass, header, table } from "livegate/components";
import { z } from "zod";
import { type __Schema__, __Schema__Id } from "#domain/__context-file__/__file__";
import { __schemas__Topic } from "#domain/__context-file__/__file__-change";
import * as __Context__ from "#domain/__context-file__/__context-file__";
import { paths } from "#web/paths";
import { type __Schema__Form, __schema__Dialog, __schema__Form, __schema__FormEvents, save__Schema__ } from "./__file__-form.ts";

const ev = events({ ...__schema__FormEvents, delete: z.object({ id: __Schema__Id }) });

interface IndexState {
  readonly __schemas__: readonly __Schema__[];
  /** The open form, if there is one, and what it is about, if that exists. */
  readonly form: __Schema__Form | null;
  readonly editing: __Schema__ | null;
}

const closed = { form: null, editing: null } as const;

const GONE = "It has been deleted by somebody else.";

/** The list of __labels__; adding and editing happen in a dialog over it. */
export const __Schema__IndexLive = liveView({
  params: z.object({ id: __Schema__Id.optional() }),
  actions: ["index", "new", "edit"],
  events: ev,

  mount: async (): Promise<IndexState> => ({ __schemas__: await __Context__.list__Schemas__(), ...closed }),

  subscribe: (_, on) => [
    on(__schemas__Topic(), async (socket) => socket.assign({ __schemas__: await __Context__.list__Schemas__() })),
  ],

  resync: async (socket) => socket.assign({ __schemas__: await __Context__.list__Schemas__() }),

  async handleParams(socket, { id }, action) {
    if (action === "index") return socket.assign(closed);
    const editing = action === "edit" && id ? await __Context__.get__Schema__(id) : null;
    if (action === "edit" && !editing) {
      return socket.putFlash("error", GONE).pushPatch(paths.__schemas__(), { replace: true });
    }
    return socket.assign({ editing, form: __schema__Form(editing) });
  },

  handle: {
    validate: (socket, form) => socket.assign({ form }),

    async save(socket, filled) {
      const saved = await save__Schema__(filled, socket.assigns.editing);
      if (saved && "form" in saved) return socket.assign(saved);
      if (saved) socket.putFlash("info", "__Label__ saved.");
      else socket.putFlash("error", GONE);
      return socket.pushPatch(paths.__schemas__());
    },

    async delete(socket, { id }) {
      const deleted = await __Context__.delete__Schema__(id);
      return deleted.ok ? socket.putFlash("info", "__Label__ deleted.") : socket.putFlash("error", GONE);
    },
  },

  pageTitle: ({ action }) => (action === "new" ? "New __label__" : action === "edit" ? "Edit __label__" : "__Labels__"),

  render: ({ __schemas__, form, editing }) => html`
    <div id="__folder__" inert=${form !== null} class="space-y-6">
      ${header({
        title: "__Labels__",
        actions: link(
          {
            patch: paths.__schema__New(),
            id: "new-__file__",
            class: buttonClass({ kind: "primary" }),
            rest: { "phx-click": js.pushFocus() },
          },
          "New __label__",
        ),
      })}
      ${table({
        id: "__folder__-table",
        caption: "__Labels__",
        rows: __schemas__,
        key: ({ id }) => id,
        columns: [__indexColumns__],
        actions: ({ id }) => html`<span class="inline-flex gap-1">
          ${link({ navigate: paths.__schema__({ id }), class: buttonClass({ size: "small" }) }, "Show")}
          ${link(
            {
              patch: paths.__schema__Edit({ id }),
              class: buttonClass({ size: "small" }),
              rest: { "phx-click": js.pushFocus() },
            },
            "Edit",
          )}
          ${button({
            size: "small",
            children: "Delete",
            rest: {
              "phx-click": ev.delete,
              "phx-value-id": id,
              "data-confirm": "Delete it? It can’t be brought back.",
            },
          })}
        </span>`,
        empty: "There are no __labels__ yet.",
      })}
    </div>
    ${when(form, (filled) =>
      __schema__Dialog({
        form: filled,
        title: editing ? "Edit __label__" : "New __label__",
        close: paths.__schemas__(),
      }),
    )}
  `,
});
