import { button } from "../../components/button.ts";
import { icon } from "../../components/icon.ts";
import { menu } from "../../components/menu.ts";
import { modal } from "../../components/modal.ts";
import { tabs } from "../../components/tabs.ts";
import { html } from "../../html/html.ts";
import { js } from "../../html/js.ts";
import { link } from "../../html/link.ts";
import { when } from "../../html/when.ts";
import { type Section, galleryTabs } from "../gallery.ts";

export const navigation: Section = {
  id: "navigation",
  title: "Menus, tabs, dialogs and messages",
  examples: [
    {
      title: "A menu",
      render: ({ to }) =>
        html`${menu({
          id: "account",
          align: "start",
          kind: "outline",
          children: [icon("user"), " ada@example.org"],
          items: [
            link({ patch: to({}) }, [icon("settings"), " Settings"]),
            html`<button type="button" phx-click="notice" phx-value-kind="info">${icon("bell")} Tell me</button>`,
            link({ patch: to({}) }, [icon("logOut"), " Log out"]),
          ],
        })}`,
    },
    {
      title: "Tabs",
      render: ({ tab, to }) =>
        html`${tabs({
          label: "Album",
          current: tab,
          tabs: galleryTabs.map((key) => ({ key, label: key, patch: to({ tab: key }) })),
        })}
          <p class="p-4 text-sm">Here are the ${tab}.</p>`,
    },
    {
      title: "A dialog",
      render: ({ isDialogOpen, to }) => html`
        ${link(
          {
            patch: to({ isDialogOpen: true }),
            id: "open-dialog",
            class: "btn btn-outline",
            rest: { "phx-click": js.pushFocus() },
          },
          "Open the dialog",
        )}
        ${when(isDialogOpen, () =>
          modal({
            id: "dialog",
            title: "Put it back?",
            close: to({ isDialogOpen: false }),
            children: html`<p>The album goes back on the shelf.</p>
              <div class="mt-6 flex justify-end gap-2">
                ${link({ patch: to({ isDialogOpen: false }), class: "btn btn-ghost" }, "Cancel")}
                ${link({ patch: to({ isDialogOpen: false }), class: "btn btn-primary" }, "Put it back")}
              </div>`,
          }),
        )}
      `,
    },
    {
      title: "Messages, by putFlash",
      render: () => html`<div class="flex flex-wrap gap-2">
        ${button({ kind: "outline", children: "Good news", rest: { "phx-click": "notice", "phx-value-kind": "info" } })}
        ${button({ kind: "outline", children: "Bad news", rest: { "phx-click": "notice", "phx-value-kind": "error" } })}
      </div>`,
    },
  ],
};
