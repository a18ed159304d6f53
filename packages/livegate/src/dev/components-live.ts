import { header } from "../components/header.ts";
import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { formEvent } from "../live/event.ts";
import { liveView } from "../live/live-view.ts";
import { devLayout } from "./dev-frame.ts";
import { type DevPage, devPaths } from "./dev-page.ts";
import { buttons } from "./examples/buttons.ts";
import { data } from "./examples/data.ts";
import { inputs } from "./examples/inputs.ts";
import { navigation } from "./examples/navigation.ts";
import {
  type Example,
  type Gallery,
  GallerySchema,
  type Section,
  codeOf,
  galleryForm,
  galleryFormOptions,
  galleryTabs,
} from "./gallery.ts";
import { readWith } from "./read-with.ts";

const sections = [buttons, inputs, data, navigation];

type Shown = Pick<Gallery, "tab" | "page" | "order" | "isDialogOpen">;

const Params = readWith<Shown>(({ tab, page, order, dialog }) => ({
  tab: galleryTabs.find((known) => known === tab) ?? galleryTabs[0],
  page: Math.min(12, Math.max(1, Math.trunc(Number(page)) || 1)),
  order: order === "descending" ? "descending" : "ascending",
  isDialogOpen: dialog === "open",
}));

const Notice = readWith<{ readonly kind: "info" | "error" }>(({ kind }) => ({
  kind: kind === "error" ? "error" : "info",
}));

const addressOf = ({ tab, page, order, isDialogOpen }: Shown) =>
  devPaths.components({
    tab: tab === galleryTabs[0] ? null : tab,
    page: page === 1 ? null : page,
    order: order === "ascending" ? null : order,
    dialog: isDialogOpen ? "open" : null,
  });

/** Each component with its code, in the app's own styles. */
const ComponentsLive = liveView({
  params: Params,
  events: {
    validate: formEvent(GallerySchema, galleryFormOptions),
    save: formEvent(GallerySchema, galleryFormOptions),
    notice: Notice,
  },
  mount: ({ params }) => ({ form: galleryForm(), shown: params }),
  handleParams: (socket, shown) => socket.assign({ shown }),
  handle: {
    validate: (socket, form) => socket.assign({ form }),
    save: (socket, form) =>
      form.valid ? socket.assign({ form }).putFlash("info", "All is well.") : socket.assign({ form }),
    notice: (socket, { kind }) =>
      socket.putFlash(kind, kind === "info" ? "“Blue” is on the shelf." : "“Blue” has fallen off the shelf."),
  },
  pageTitle: () => "Components",
  render: ({ form, shown }) => {
    const gallery: Gallery = { form, ...shown, to: (change) => addressOf({ ...shown, ...change }) };
    return html`
      ${header({ title: "Components", subtitle: "livegate/components, in the styles of this app." })}
      <nav aria-label="Sections" class="mt-6 flex flex-wrap gap-x-5 gap-y-2 text-sm">
        ${sections.map(({ id, title }) => html`<a class="link" href="#${id}">${title}</a>`)}
      </nav>
      ${sections.map((section) => sectionOf(section, gallery))}
    `;
  },
});

const sectionOf = ({ id, title, examples }: Section, gallery: Gallery): Html =>
  html`<section id="${id}" aria-labelledby="${id}-title" class="mt-14">
    <h2 id="${id}-title" class="text-2xl">${title}</h2>
    ${examples.map((example) => exampleOf(example, gallery))}
  </section>`;

const exampleOf = (example: Example, gallery: Gallery): Html => html`<article class="mt-6">
  <h3 class="mb-2 text-sm font-medium text-base-content/70">${example.title}</h3>
  <div class="rounded-box border border-base-300 p-5">${example.render(gallery)}</div>
  <details class="mt-1 text-sm">
    <summary class="w-fit cursor-pointer py-1 text-base-content/70">Code</summary>
    <pre class="overflow-x-auto rounded-box bg-base-200 p-4 text-xs" tabindex="0">${codeOf(example)}</pre>
  </details>
</article>`;

/** The gallery, as one of the pages for those who develop. */
export const componentsPage: DevPage = {
  title: "Components",
  about: "What livegate/components has, each with its code.",
  path: devPaths.components,
  add: (r) =>
    r.liveSession("dev-components", { layout: devLayout }, (views) => views.live(devPaths.components, ComponentsLive)),
};
