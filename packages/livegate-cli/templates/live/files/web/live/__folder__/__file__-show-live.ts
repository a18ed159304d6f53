import { events, halt, html, js, link, liveView, when } from "livegate";
import { button, buttonClass, header, list } from "livegate/components";
import { z } from "zod";
import { type __Schema__, __Schema__Id } from "#domain/__context-file__/__file__";
import { __schemas__Topic } from "#domain/__context-file__/__file__-change";
import * as __Context__ from "#domain/__context-file__/__context-file__";
import { paths } from "#web/paths";
import { type __Schema__Form, __schema__Dialog, __schema__Form, __schema__FormEvents, save__Schema__ } from "./__file__-form.ts";

const ev = events({ ...__schema__FormEvents, delete: null });

interface ShowState {
  readonly __schema__: __Schema__;
  /** The open form, if there is one. */
  readonly form: __Schema__Form | null;
}

const GONE = "It has been deleted by somebody else.";

/** One __label__; editing happens in a dialog over it. */
export const __Schema__ShowLive = liveView({
  params: z.object({ id: __Schema__Id }),
  actions: ["show", "edit"],
  events: ev,

  async mount({ params: { id } }): Promise<ShowState | ReturnType<typeof halt.notFound>> {
    const __schema__ = await __Context__.get__Schema__(id);
    return __schema__ ? { __schema__, form: null } : halt.notFound();
  },

  subscribe: ({ params: { id } }, on) => [
    on(__schemas__Topic(), async (socket, change) => {
      if (change.id !== id) return socket;
      const __schema__ = await __Context__.get__Schema__(id);
      return __schema__ ? socket.assign({ __schema__ }) : socket.putFlash("error", GONE).pushNavigate(paths.__schemas__());
    }),
  ],

  async resync(socket) {
    const __schema__ = await __Context__.get__Schema__(socket.assigns.__schema__.id);
    return __schema__ ? socket.assign({ __schema__ }) : socket.putFlash("error", GONE).pushNavigate(paths.__schemas__());
  },

  handleParams: (socket, _, action) =>
    socket.assign({ form: action === "edit" ? __schema__Form(socket.assigns.__schema__) : null }),

  handle: {
    validate: (socket, form) => socket.assign({ form }),

    async save(socket, filled) {
      const saved = await save__Schema__(filled, socket.assigns.__schema__);
      if (!saved) return socket.putFlash("error", GONE).pushNavigate(paths.__schemas__());
      if ("form" in saved) return socket.assign(saved);
      return socket
        .assign({ __schema__: saved.saved })
        .putFlash("info", "__Label__ saved.")
        .pushPatch(paths.__schema__({ id: saved.saved.id }));
    },

    async delete(socket) {
      const deleted = await __Context__.delete__Schema__(socket.assigns.__schema__.id);
      if (deleted.ok) socket.putFlash("info", "__Label__ deleted.");
      else socket.putFlash("error", GONE);
      return socket.pushNavigate(paths.__schemas__());
    },
  },

  pageTitle: ({ action }) => (action === "edit" ? "Edit __label__" : "__Label__"),

  render: ({ __schema__, form }) => html`
    <article id="__file__" inert=${form !== null} class="space-y-6">
      ${header({
        title: "__Label__",
        actions: html`<div class="flex gap-2">
          ${link(
            {
              patch: paths.__schema__ShowEdit({ id: __schema__.id }),
              id: "edit-__file__",
              class: buttonClass({ kind: "primary" }),
              rest: { "phx-click": js.pushFocus() },
            },
            "Edit",
          )}
          ${button({
            children: "Delete",
            rest: { "phx-click": ev.delete, "data-confirm": "Delete it? It can’t be brought back." },
          })}
        </div>`,
      })}
      ${list({
        items: [__showItems__],
      })}
      ${link({ navigate: paths.__schemas__(), class: "link" }, "All __labels__")}
    </article>
    ${when(form, (filled) => __schema__Dialog({ form: filled, title: "Edit __label__", close: paths.__schema__({ id: __schema__.id }) }))}
  `,
});
