import {
  type AttributeValue,
  type Field,
  type Html,
  type Path,
  type Slot,
  attrs,
  html,
  js,
  link,
  when,
} from "livegate";
import { icon } from "./icon.ts";

interface ButtonProps {
  readonly children: Slot;
  /** "primary" for the one thing that a page is for; "plain" otherwise. */
  readonly kind?: "primary" | "plain";
  readonly type?: "submit" | "button";
  readonly rest?: Readonly<Record<string, AttributeValue>>;
}

const kinds = { primary: "btn-primary", plain: "btn-ghost" } as const;

/** A button that does something; what leads somewhere is a link. */
export function button({ children, kind = "plain", type = "button", rest }: ButtonProps): Html {
  return html`<button type="${type}" class="btn ${kinds[kind]}" ${attrs(rest)}>${children}</button>`;
}

interface InputProps {
  readonly field: Field;
  readonly label: string;
  readonly type?: "text" | "number";
  /** Further attributes of the input. */
  readonly rest?: Readonly<Record<string, AttributeValue>>;
}

/** A labelled input of a form with its messages, for which room is kept: nothing jumps when one appears. */
export function input({ field, label, type = "text", rest }: InputProps): Html {
  const messages = `${field.id}_messages`;
  const wrong = field.errors.length > 0;
  return html`<div class="flex flex-col">
    <label for="${field.id}" class="mb-1.5 text-sm font-medium">${label}</label>
    <input
      id="${field.id}"
      name="${field.name}"
      type="${type}"
      value="${field.value}"
      class="input w-full ${wrong && "input-error"}"
      aria-invalid=${wrong}
      aria-describedby="${messages}"
      autocomplete="off"
      phx-debounce="200"
      ${attrs(rest)}
    />
    <p id="${messages}" class="min-h-8 pt-1 pb-2 text-sm leading-5 text-error" aria-live="polite">${field.errors.join(" ")}</p>
  </div>`;
}

interface ModalProps {
  readonly id: string;
  readonly title: string;
  /** Where closing leads: with Escape, a click beside it, or its own button. */
  readonly close: Path;
  readonly children: Slot;
}

/**
 * A dialog over the page: the focus moves in and stays in, Escape closes it, and the focus returns to where it was.
 * Whatever opens one says `phx-click=${js.pushFocus()}`.
 */
export function modal({ id, title, close, children }: ModalProps): Html {
  return html`<div
    id="${id}"
    class="modal modal-open modal-bottom sm:modal-middle"
    role="dialog"
    aria-modal="true"
    aria-labelledby="${id}-title"
    phx-window-keydown=${js.patch(close)}
    phx-key="Escape"
    phx-remove=${js.popFocus()}
  >
    <div id="${id}-box" class="modal-box" phx-hook="Phoenix.FocusWrap">
      <div id="${id}-start" tabindex="0" aria-hidden="true"></div>
      <h2 id="${id}-title" class="mb-5 pr-10 text-2xl">${title}</h2>
      ${children}
      ${link(
        {
          patch: close,
          class: "btn btn-circle btn-ghost btn-sm absolute top-5 right-5",
          rest: { "aria-label": "Close" },
        },
        icon("close"),
      )}
      <div id="${id}-end" tabindex="0" aria-hidden="true"></div>
    </div>
    ${link({ patch: close, class: "modal-backdrop", rest: { tabindex: -1, "aria-hidden": "true" } }, "Close")}
  </div>`;
}

interface HeaderProps {
  readonly title: Slot;
  /** A line of small print under the title. */
  readonly subtitle?: Slot;
  readonly actions?: Slot;
}

/** The head of a page: what it is, and what can be done with it. */
export function header({ title, subtitle, actions }: HeaderProps): Html {
  return html`<header class="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
    <div>
      <h1 class="text-4xl sm:text-5xl">${title}</h1>
      <p class="muted mt-1.5 text-sm wrap-anywhere" aria-live="polite">${subtitle}</p>
    </div>
    ${actions}
  </header>`;
}

const notices = [
  { kind: "info", sign: "done" },
  { kind: "error", sign: "warning" },
] as const;

/** What has just happened, in a corner; it stays until it is closed or the page changes. */
export function flashNotices(flash: Readonly<Record<string, string>>): Html {
  return html`<div class="toast toast-center z-1000 w-full max-w-md px-4 sm:toast-end" aria-live="polite">
    ${notices.map(({ kind, sign }) =>
      when(
        flash[kind],
        (
          message,
        ) => html`<div id="flash-${kind}" class="notice notice-${kind} flex items-start gap-3 rounded-box bg-neutral p-4 text-neutral-content shadow-xl">
          <span class="notice-sign mt-0.5">${icon(sign)}</span>
          <p class="flex-1 text-sm wrap-anywhere">${message}</p>
          <button
            type="button"
            class="live-only -m-1 cursor-pointer rounded-sm p-1 opacity-70 hover:opacity-100"
            aria-label="Close this message"
            phx-click="lv:clear-flash"
            phx-value-key="${kind}"
          >
            ${icon("close")}
          </button>
        </div>`,
      ),
    )}
  </div>`;
}

/** Says that the page is waiting for its server. The client shows it; styles let it appear late. */
export function connectionNote(): Html {
  return html`<div
    id="connection-note"
    class="connection-note fixed inset-x-0 top-3 z-1001 sm:top-auto sm:bottom-4 mx-auto flex w-fit items-center gap-2.5 rounded-full bg-neutral px-4 py-2 text-sm text-neutral-content shadow-lg"
    role="status"
    hidden
    phx-disconnected=${js.removeAttribute("hidden")}
    phx-connected=${js.setAttribute("hidden", "")}
  >
    ${icon("cloud")} The connection is lost. Trying again …
  </div>`;
}
