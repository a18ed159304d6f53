import { button, buttonClass } from "../../components/button.ts";
import { icon, iconNames } from "../../components/icon.ts";
import { html } from "../../html/html.ts";
import { link } from "../../html/link.ts";
import type { Section } from "../gallery.ts";

export const buttons: Section = {
  id: "buttons",
  title: "Buttons, links and icons",
  examples: [
    {
      title: "Kinds",
      render: () => html`<div class="flex flex-wrap items-center gap-2">
        ${button({ kind: "primary", children: "Save" })}
        ${button({ children: "Cancel" })}
        ${button({ kind: "outline", children: [icon("copy"), " Copy"] })}
        ${button({ kind: "danger", children: [icon("trash"), " Delete"] })}
      </div>`,
    },
    {
      title: "Sizes, and buttons without words",
      render: () => html`<div class="flex flex-wrap items-center gap-2">
        ${button({ size: "small", kind: "outline", children: "Small" })}
        ${button({ size: "large", kind: "outline", children: "Large" })}
        ${button({ square: true, label: "Edit", children: icon("pencil") })}
        ${button({ square: true, label: "Delete", children: icon("trash"), rest: { disabled: true } })}
      </div>`,
    },
    {
      title: "Links, and links that look like buttons",
      render: ({ to }) => html`<div class="flex flex-wrap items-center gap-2">
        ${link({ patch: to({}), class: "link" }, "A link")}
        ${link({ patch: to({}), class: buttonClass({ kind: "primary" }) }, [icon("plus"), " Add album"])}
      </div>`,
    },
    {
      title: "Icons",
      render: () => html`<ul class="grid grid-cols-2 gap-3 text-sm sm:grid-cols-4">
        ${iconNames.map((name) => html`<li class="flex items-center gap-2.5">${icon(name)} ${name}</li>`)}
      </ul>`,
    },
  ],
};
