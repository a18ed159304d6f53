import { attrs } from "../html/attrs.ts";
import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import type { Slot } from "../html/slot.ts";
import type { Rest } from "./rest.ts";

const kinds = { primary: "btn-primary", plain: "btn-ghost", outline: "btn-outline", danger: "btn-error" } as const;
const sizes = { small: "btn-sm", normal: "", large: "btn-lg" } as const;

/** How a button looks. */
export interface ButtonLook {
  /** "primary" for the one thing that a page is for; "plain" (the default), "outline" or "danger" for the others. */
  readonly kind?: keyof typeof kinds;
  readonly size?: keyof typeof sizes;
  /** True for a button that shows an icon and nothing else; then it needs a label. */
  readonly square?: boolean;
}

/** What a button is made of. */
export interface ButtonProps extends ButtonLook {
  readonly children: Slot;
  /** Default "button": it does nothing by itself. */
  readonly type?: "submit" | "button" | "reset";
  /** What a screen reader says, where the button shows no words. */
  readonly label?: string;
  readonly rest?: Rest;
}

/**
 * The classes of a button, for a link that shall look like one.
 *
 * @example
 * link({ patch: paths.albumNew(), class: buttonClass({ kind: "primary" }) }, "Add album")
 */
export const buttonClass = ({ kind = "plain", size = "normal", square = false }: ButtonLook = {}): string =>
  ["btn", kinds[kind], sizes[size], square ? "btn-square" : ""].filter(Boolean).join(" ");

/**
 * A button that does something; what leads somewhere is a `link`.
 *
 * @example
 * button({ kind: "primary", type: "submit", children: "Save", rest: { "phx-disable-with": "Saving …" } })
 */
export function button({ children, type = "button", label, rest, ...look }: ButtonProps): Html {
  return html`<button type="${type}" class="${buttonClass(look)}" aria-label=${label} title=${label} ${attrs(rest)}>${children}</button>`;
}
