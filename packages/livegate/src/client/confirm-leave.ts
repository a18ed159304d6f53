/**
 * Asks before somebody leaves a page with a form of `data-confirm-leave` in which they have typed since it was sent last, or that shows an
 * error (`aria-invalid`) since. Before a live navigation it asks with that attribute's text; before the browser loads something else it asks with its own. Called once, by
 * pages that have such forms: it isn't part of `connect`.
 *
 * @example
 * import { confirmLeave, connect } from "livegate/client";
 * connect();
 * confirmLeave();
 */
export function confirmLeave(): void {
  /** Forms in which somebody has typed, and whether they were sent since. */
  const changed = new Map<HTMLFormElement, boolean>();
  const unsaved = (): HTMLFormElement | undefined =>
    [...changed.keys()].find(
      (form) => form.isConnected && !(changed.get(form) && !form.querySelector("[aria-invalid=true]")),
    );
  const onForm = (type: string, note: (form: HTMLFormElement) => void): void =>
    addEventListener(type, ({ target }) => {
      const form = (target as Element).closest?.<HTMLFormElement>("form[data-confirm-leave]");
      if (form) note(form);
    });
  onForm("input", (form) => changed.set(form, false));
  onForm("submit", (form) => changed.set(form, true));
  onForm("reset", (form) => changed.delete(form));
  for (const leaves of ["phx:before-navigate", "beforeunload"]) {
    addEventListener(leaves, (event) => {
      const form = unsaved();
      if (!form) return;
      if (leaves === "beforeunload" || !confirm(form.dataset["confirmLeave"])) event.preventDefault();
      else changed.clear();
    });
  }
}
