import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";

// Strokes on a grid of 24.
const strokes = {
  back: "M19 12H5m6-6-6 6 6 6",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5a2.2 2.2 0 0 0 4 0",
  calendar: "M4.5 6h15v14h-15zM4.5 10.5h15M8.5 3.5V8M15.5 3.5V8",
  check: "M5 12.5l4.5 4.5L19 7.5",
  close: "M6 6l12 12M18 6L6 18",
  cloud: "M3 3l18 18M7 18h10.5a4 4 0 0 0 2.6-7M9 5.6A6 6 0 0 1 17.7 10M6 8.5A5 5 0 0 0 7 18",
  computer: "M3.5 5h17v11h-17zM8 20h8M12 16v4",
  copy: "M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4",
  down: "M6 9.5l6 6 6-6",
  external: "M14 4.5h5.5V10M19 5l-8.5 8.5M18 14v5.5H4.5V6H10",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  globe:
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c3 2.5 3.5 6 3.5 8.5s-.5 6-3.5 8.5c-3-2.5-3.5-6-3.5-8.5s.5-6 3.5-8.5z",
  home: "M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
  info: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.6v.2",
  left: "M14.5 6l-6 6 6 6",
  lock: "M5.5 11h13v9h-13zM8 11V8a4 4 0 0 1 8 0v3",
  logOut: "M10 4.5H5v15h5M10 12h10M16.5 8.5L20 12l-3.5 3.5",
  mail: "M3.5 5.5h17v13h-17zM3.5 6.5L12 13l8.5-6.5",
  menu: "M4 7h16M4 12h16M4 17h16",
  minus: "M5 12h14",
  more: "M5.5 11.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2zM12 11.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2zM18.5 11.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2z",
  pencil: "M4 20l1-4L16.5 4.5l3 3L8 19zM14.5 6.5l3 3",
  phone: "M7.5 3.5h9v17h-9zM11 17.5h2",
  plus: "M12 5v14M5 12h14",
  right: "M9.5 6l6 6-6 6",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm5 12l4.5 4.5",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
  tablet: "M5.5 3.5h13v17h-13zM11 17.5h2",
  trash: "M4 7h16M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5",
  up: "M6 14.5l6-6 6 6",
  user: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
  warning: "M12 4L2.5 20h19zM12 10v4.5M12 17.3v.2",
} as const;

/** The drawings that there are. */
export type IconName = keyof typeof strokes;

/** Names of all drawings, for galleries and tests. */
export const iconNames: readonly IconName[] = Object.keys(strokes) as IconName[]; // They are the names of `strokes`.

/**
 * A line drawing beside or instead of words, as large as the text around it and in its colour. It is hidden from screen
 * readers: what it means is said by the text or the label around it.
 *
 * @example
 * html`<button aria-label="Close">${icon("close")}</button>`
 */
export const icon = (name: IconName): Html => lineIcon(strokes[name]);

/**
 * A drawing of your own in the same manner: the `d` of a path on a grid of 24, drawn as a line.
 *
 * @example
 * const disc = lineIcon("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 6a3 3 0 1 0 0 6 3 3 0 0 0 0-6z");
 */
export const lineIcon = (path: string): Html => html`<svg
  class="size-[1.15em] shrink-0"
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="1.75"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
><path d="${path}" /></svg>`;
