import type { Path } from "../paths/path.ts";
import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { link } from "../html/link.ts";
import type { Slot } from "../html/slot.ts";
import { icon } from "./icon.ts";

/** What the numbers of pages are made of. */
export interface PaginationProps {
  /** The page that is shown, from 1. */
  readonly page: number;
  /** How many there are. With one or none, nothing is printed. */
  readonly pages: number;
  /** The address of a page. */
  readonly to: (page: number) => Path;
  /** What the pages are of, for screen readers. Default "Pages". */
  readonly label?: string;
}

/**
 * Links to the pages of a long list: the first, the last and those near this one.
 *
 * @example
 * pagination({ page: 2, pages: 7, to: (n) => paths.albums({ q, page: n === 1 ? null : n }) })
 */
export function pagination({ page, pages, to, label = "Pages" }: PaginationProps): Slot {
  if (pages < 2) return null;
  const step = (target: number, words: string, sign: Html, rel: string): Html =>
    target < 1 || target > pages
      ? html`<span class="btn btn-disabled join-item" aria-hidden="true">${sign}</span>`
      : link({ patch: to(target), class: "btn join-item", rest: { rel, "aria-label": words } }, sign);
  return html`<nav class="join flex-wrap" aria-label="${label}">
    ${step(page - 1, "Previous page", icon("left"), "prev")}
    ${nearby(page, pages).map((number) => (number === null ? gap : numbered(number, page, to)))}
    ${step(page + 1, "Next page", icon("right"), "next")}
  </nav>`;
}

const gap = html`<span class="btn join-item pointer-events-none max-sm:hidden" aria-hidden="true">…</span>`;

function numbered(number: number, page: number, to: PaginationProps["to"]): Html {
  const isCurrent = number === page;
  return link(
    {
      patch: to(number),
      class: ["btn join-item tabular-nums", isCurrent ? "btn-primary" : "max-sm:hidden"],
      rest: { "aria-label": `Page ${number}`, "aria-current": isCurrent ? "page" : null },
    },
    number,
  );
}

/** The pages to name, in order, with null for those that are left out. */
export function nearby(page: number, pages: number): readonly (number | null)[] {
  const named = new Set([1, pages, page - 1, page, page + 1].filter((number) => number >= 1 && number <= pages));
  const sorted = [...named].toSorted((a, b) => a - b);
  return sorted.flatMap((number, at) => {
    const skipped = number - (sorted[at - 1] ?? 0) - 1;
    return skipped === 0 ? [number] : skipped === 1 ? [number - 1, number] : [null, number];
  });
}
