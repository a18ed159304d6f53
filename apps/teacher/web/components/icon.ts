import { type Html, html } from "livegate";

// Strokes on a grid of 24.
const strokes = {
  back: "M19 12H5m6-6-6 6 6 6",
  close: "M6 6l12 12M18 6L6 18",
  cloud: "M3 3l18 18M7 18h10.5a4 4 0 0 0 2.6-7M9 5.6A6 6 0 0 1 17.7 10M6 8.5A5 5 0 0 0 7 18",
  disc: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 6a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  done: "M5 12.5l4.5 4.5L19 7.5",
  pencil: "M4 20l1-4L16.5 4.5l3 3L8 19zM14.5 6.5l3 3",
  plus: "M12 5v14M5 12h14",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm5 12l4.5 4.5",
  trash: "M4 7h16M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5",
  warning: "M12 4L2.5 20h19zM12 10v4.5M12 17.3v.2",
} as const;

export type IconName = keyof typeof strokes;

/** A line drawing beside or instead of words; what it means has to be said in the text or label around it. */
export function icon(name: IconName): Html {
  return html`<svg
    class="size-[1.15em] shrink-0"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  ><path d="${strokes[name]}" /></svg>`;
}
