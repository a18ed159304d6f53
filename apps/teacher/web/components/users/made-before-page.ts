import { type Html, html, link } from "livegate";
import { button, formFor } from "livegate/components";
import type { Album } from "#domain/catalog/album";
import { paths } from "#web/paths";
import { userPage } from "./user-page.ts";

/** Shows the owner of an address what was added in their name before they had proved it, to keep or to delete. */
export const madeBeforePage = (albums: readonly Album[]): Html =>
  albums.length === 0
    ? userPage({
        title: "Added before you",
        lead: "There is nothing that waits for your decision.",
        children: link({ navigate: paths.home(), class: "link" }, "To the shelf"),
      })
    : userPage({
        title: "Added before you",
        lead: `Somebody who hadn't confirmed your address added ${albums.length === 1 ? "this album" : "these albums"} in your name. Was it you?`,
        children: html`<ul id="made-before" class="divide-y divide-base-300 border-y border-base-300">
            ${albums.map(titleOf)}
          </ul>
          <div class="mt-6 flex flex-wrap gap-2">
            ${choice("keep", albums.length)} ${choice("delete", albums.length)}
          </div>`,
      });

const titleOf = ({ id, title, artist }: Album): Html => html`<li class="py-3 wrap-anywhere">
  ${link({ navigate: paths.album({ id }), class: "font-medium hover:underline" }, title)}
  <span class="muted block text-sm">${artist}</span>
</li>`;

const choices = {
  keep: { method: "put", kind: "primary", label: "Keep" },
  delete: { method: "delete", kind: "danger", label: "Delete" },
} as const;

function choice(name: keyof typeof choices, count: number): Html {
  const { method, kind, label } = choices[name];
  return formFor({
    form: { id: `${name}-made-before`, errors: [] },
    action: paths.madeBefore(),
    method,
    children: button({ type: "submit", kind, children: `${label} ${count === 1 ? "it" : "them"}` }),
  });
}
