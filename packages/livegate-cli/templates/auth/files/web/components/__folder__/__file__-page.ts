import { type Html, type Slot, html } from "livegate";

interface UserPageProps {
  readonly title: string;
  /** A sentence or two under the title. */
  readonly lead?: Slot;
  readonly children: Slot;
  /** Where else somebody may want to go. */
  readonly others?: readonly Html[];
}

/** A narrow page about one thing: a form, most of the time. */
export function __schema__Page({ title, lead, children, others = [] }: UserPageProps): Html {
  return html`<section class="mx-auto w-full max-w-md">
    <h1 class="text-3xl">${title}</h1>
    ${lead && html`<p class="mt-2 text-base-content/70 wrap-anywhere">${lead}</p>`}
    <div class="mt-6">${children}</div>
    ${others.length > 0 && html`<ul class="mt-8 flex flex-wrap gap-x-6 gap-y-2 border-t border-base-300 pt-4 text-sm">${others.map((other) => html`<li>${other}</li>`)}</ul>`}
  </section>`;
}
