/**
 * Asks before somebody leaves a page with a form of `data-confirm-leave` in which they have typed since it was sent last. Before a live
 * navigation it asks with that attribute's text; before the browser loads something else it asks with its own. Called once, by
 * pages that have such forms: it isn't part of `connect`.
 *
 * @example
 * import { confirmLeave, connect } from "livegate/client";
 * connect();
 * confirmLeave();
 */
export function confirmLeave(): void {
  const changed = new Set<HTMLFormElement>();
  const unsaved = (): HTMLFormElement | undefined => [...changed].find(({ isConnected }) => isConnected);
  const onForm = (type: string, note: (form: HTMLFormElement) => void): void =>
    addEventListener(type, ({ target }) => {
      const form = (target as Element).closest?.<HTMLFormElement>("form[data-confirm-leave]");
      if (form) note(form);
    });
  onForm("input", (form) => changed.add(form));
  for (const sent of ["submit", "reset"]) onForm(sent, (form) => changed.delete(form));
  for (const leaves of ["phx:before-navigate", "beforeunload"]) {
    addEventListener(leaves, (event) => {
      const form = unsaved();
      if (!form) return;
      if (leaves === "beforeunload" || !confirm(form.dataset["confirmLeave"])) event.preventDefault();
      else changed.clear();
    });
  }
}
