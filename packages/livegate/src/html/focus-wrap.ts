import { type AttributeValue, attrs } from "./attrs.ts";
import type { Html } from "./brand.ts";
import { html } from "./html.ts";
import type { Slot } from "./slot.ts";

/** What keeps the focus. */
export interface FocusWrapProps {
  /** Unique on the page. */
  readonly id: string;
  readonly class?: AttributeValue;
  /** More attributes, such as `role` or `phx-click-away`. */
  readonly rest?: Readonly<Record<string, AttributeValue>>;
  readonly children: Slot;
}

/**
 * Keeps the focus within an element: Tab after the last thing in it leads to the first, Shift+Tab before the first to the last. When
 * it is shown the first one gets the focus. Give it back with `js.pushFocus()` where it opens and `js.popFocus()` where it closes.
 *
 * Source: protocol, 8.9 and 10.3; WAI-ARIA, dialog pattern.
 *
 * @example
 * focusWrap({ id: "choices", rest: { role: "group", "aria-label": "Sort by" }, children: html`<button type="button">Title</button>` })
 */
export const focusWrap = ({ id, class: classes, rest, children }: FocusWrapProps): Html =>
  html`<div id=${id} class=${classes} phx-hook="Phoenix.FocusWrap" ${attrs(rest)}>
    <div id="${id}-start" tabindex="0" aria-hidden="true"></div>
    ${children}
    <div id="${id}-end" tabindex="0" aria-hidden="true"></div>
  </div>`;
