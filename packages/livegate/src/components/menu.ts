import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { js } from "../html/js.ts";
import type { Slot } from "../html/slot.ts";
import { buttonClass, type ButtonLook } from "./button.ts";
import { icon } from "./icon.ts";

/** What a menu is made of. */
export interface MenuProps extends ButtonLook {
  readonly id: string;
  /** What its button shows. */
  readonly children: Slot;
  /** What a screen reader says of the button, where it shows no words. */
  readonly label?: string;
  /** Links and buttons. */
  readonly items: readonly Slot[];
  /** The side on which it opens. Default "end", so that it fits at the right of a page. */
  readonly align?: "start" | "end";
}

/**
 * A button that opens a list of links and buttons. Arrows, Home and End move in it, Escape or a click elsewhere closes it, and so
 * does a choice. It opens without JavaScript too.
 *
 * @example
 * menu({ id: "account", children: user.email, items: [link({ navigate: paths.settings() }, "Settings")] })
 */
export function menu({ id, children, label, items, align = "end", ...look }: MenuProps): Html {
  const close = js.removeAttribute("open", { to: `#${id}` });
  return html`<details
    id="${id}"
    class="dropdown ${align === "end" && "dropdown-end"}"
    data-arrows
    phx-mounted=${js.ignoreAttributes("open")}
    phx-click-away=${close}
    phx-window-keydown=${js.focus({ to: `#${id}[open] > summary` }).concat(close)}
    phx-key="Escape"
  >
    <summary class="${buttonClass(look)}" aria-label=${label}>${children} ${!look.square && icon("down")}</summary>
    <ul
      id="${id}-items"
      class="menu dropdown-content z-10 mt-1 min-w-48 rounded-box border border-base-300 bg-base-100 p-1.5 shadow-lg"
    >
      ${items.map((item) => html`<li>${item}</li>`)}
    </ul>
  </details>`;
}
