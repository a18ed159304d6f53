import { Path } from "../paths/path.ts";
import type { Html } from "../html/brand.ts";
import type { EventRef } from "../html/event-ref.ts";
import { focusWrap } from "../html/focus-wrap.ts";
import { html } from "../html/html.ts";
import { type JsCommand, js } from "../html/js.ts";
import { link } from "../html/link.ts";
import type { Slot } from "../html/slot.ts";
import { icon } from "./icon.ts";

/** What a dialog is made of. */
export interface ModalProps {
  readonly id: string;
  readonly title: Slot;
  /** What closes it, with Escape, with a click beside it or with its button: where that leads, or what it does. */
  readonly close: Path | EventRef<string, void> | JsCommand;
  readonly children: Slot;
}

/**
 * A dialog over the page, there for as long as it is printed. The focus moves in and stays in, Escape closes it, and the focus
 * returns to where it was if whatever opened it says `phx-click=${js.pushFocus()}`. What lies under it is `inert` by you.
 *
 * @example
 * when(editing, (album) => modal({ id: "edit", title: "Edit album", close: paths.albums(), children: albumForm(album) }))
 */
export function modal({ id, title, close, children }: ModalProps): Html {
  return html`<div
    id="${id}"
    class="modal modal-open modal-bottom sm:modal-middle"
    role="dialog"
    aria-modal="true"
    aria-labelledby="${id}-title"
    phx-window-keydown=${close instanceof Path ? js.patch(close) : close}
    phx-key="Escape"
    phx-remove=${js.popFocus()}
  >
    ${focusWrap({
      id: `${id}-box`,
      class: "modal-box sm:max-h-[calc(100dvh-2rem)]",
      children: html`<h2 id="${id}-title" class="mb-5 pr-10 text-2xl">${title}</h2>
        ${children} ${closeButton(close)}`,
    })}
    ${backdrop(close)}
  </div>`;
}

const closeClass = "btn btn-circle btn-ghost btn-sm absolute top-5 right-5";

const closeButton = (close: ModalProps["close"]): Html =>
  close instanceof Path
    ? link({ patch: close, class: closeClass, rest: { "aria-label": "Close" } }, icon("close"))
    : html`<button type="button" class="${closeClass}" aria-label="Close" phx-click=${close}>${icon("close")}</button>`;

const backdrop = (close: ModalProps["close"]): Html =>
  close instanceof Path
    ? link({ patch: close, class: "modal-backdrop", rest: { tabindex: -1, "aria-hidden": "true" } }, "Close")
    : html`<div class="modal-backdrop" aria-hidden="true" phx-click=${close}></div>`;
