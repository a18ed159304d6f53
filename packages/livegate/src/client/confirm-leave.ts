/** What the stock client tells as it sends something. */
interface Push {
  readonly eventType: string;
  /** Is kept once the answer is there, and never where it doesn't come. */
  readonly loadingComplete: Promise<unknown>;
}

/**
 * Asks before somebody leaves a page with a form of `data-confirm-leave` in which they have typed since it was sent last, or that shows an
 * error (`aria-invalid`) since. What was refused, or not answered when the connection was lost, counts as not sent. Before a live navigation
 * it asks with that attribute's text; before the browser loads something else it asks with its own. Called once, by
 * pages that have such forms: it isn't part of `connect`.
 *
 * @example
 * import { confirmLeave, connect } from "livegate/client";
 * connect();
 * confirmLeave();
 */
export function confirmLeave(): void {
  /** How far forms have come in which somebody has typed. */
  const changed = new Map<HTMLFormElement, "typed" | "sent" | "answered">();
  const unsaved = (): HTMLFormElement | undefined =>
    [...changed.keys()].find(
      (form) => form.isConnected && (changed.get(form) === "typed" || form.querySelector("[aria-invalid=true]")),
    );
  const onForm = (type: string, note: (form: HTMLFormElement, detail: Push) => void): void =>
    addEventListener(type, ({ target, detail }: CustomEventInit & { readonly target: EventTarget | null }) => {
      const form = (target as Partial<Element>).closest?.<HTMLFormElement>("form[data-confirm-leave]");
      if (form) note(form, detail as Push);
    });
  onForm("input", (form) => changed.set(form, "typed"));
  onForm("reset", (form) => changed.delete(form));
  onForm("submit", (form) => form.matches("[phx-submit]") || changed.set(form, "answered"));
  // A live form is sent when the stock client says so: without a connection it sends nothing.
  onForm("phx:push", (form, { eventType, loadingComplete }) => {
    if (eventType !== "submit") return;
    changed.set(form, "sent");
    void loadingComplete.then(() => changed.get(form) === "sent" && changed.set(form, "answered"));
  });
  const fail = (): void => {
    for (const [form, state] of changed) if (state === "sent") changed.set(form, "typed");
  };
  addEventListener("phx:lg:refused", fail);
  addEventListener("phx:page-loading-start", ({ detail }: CustomEventInit<{ kind: string }>) => {
    if (detail?.kind === "error") fail();
  });
  for (const leaves of ["phx:before-navigate", "beforeunload"]) {
    addEventListener(leaves, (event) => {
      const form = unsaved();
      if (!form) return;
      if (leaves === "beforeunload" || !confirm(form.dataset["confirmLeave"])) event.preventDefault();
      else changed.clear();
    });
  }
}
