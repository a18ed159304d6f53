import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { js } from "../html/js.ts";
import { when } from "../html/when.ts";
import { icon } from "./icon.ts";

const notices = [
  { kind: "info", sign: "check" },
  { kind: "error", sign: "warning" },
] as const;

/**
 * What has just happened (`putFlash`), below the head of the page, where it covers no button of a form; it stays until it is closed or the page changes. For layouts.
 *
 * @example
 * const live = liveLayout({ needs: [], render: ({ inner, flash }) => html`${inner} ${flashNotices(flash)} ${connectionNote()}` });
 */
export function flashNotices(flash: Readonly<Record<string, string>>): Html {
  return html`<div class="notices toast toast-top toast-center top-16 z-1000 sm:top-2 w-full max-w-md px-4" aria-live="polite">
    ${notices.map(({ kind, sign }) =>
      when(
        flash[kind],
        (
          message,
        ) => html`<div id="flash-${kind}" class="notice notice-${kind} flex items-start gap-3 rounded-box bg-neutral p-4 text-neutral-content shadow-xl">
          <span class="notice-sign mt-0.5">${icon(sign)}</span>
          <p class="flex-1 text-sm wrap-anywhere whitespace-normal">${message}</p>
          <button
            type="button"
            class="-m-1 cursor-pointer rounded-sm p-1 opacity-70 hover:opacity-100 noscript:hidden"
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

/**
 * Says that the page is waiting for its server, once that has taken longer than a moment. For live layouts.
 *
 * @example
 * html`${inner} ${connectionNote()}`
 */
export function connectionNote(): Html {
  return html`<div
    id="connection-note"
    class="connection-note fixed inset-x-0 top-3 z-1001 mx-auto flex w-fit items-center gap-2.5 rounded-full bg-neutral px-4 py-2 text-sm text-neutral-content shadow-lg sm:top-auto sm:bottom-4"
    role="status"
    hidden
    phx-disconnected=${js.removeAttribute("hidden")}
    phx-connected=${js.setAttribute("hidden", "")}
  >
    ${icon("cloud")} The connection is lost. Trying again …
  </div>`;
}
