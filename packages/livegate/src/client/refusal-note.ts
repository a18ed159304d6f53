import { addElement } from "./add-element.ts";

const style = `.lg-note{position:fixed;inset:auto 1rem 1rem;z-index:9999;width:fit-content;margin:auto;padding:.5rem 1rem;border-radius:.5rem;background:#222;color:#fff;font-size:.875rem;box-shadow:0 0 1rem #0004}
.lg-note:empty{transform:scaleX(0)}`;

/** Tells politely when the server refused something; the page can do it in its own way instead. */
export function showRefusals(): void {
  // A screen reader speaks what is put into a region that was there before.
  const note = addElement("lg-note", style);
  note.role = "status";
  let timer = 0;
  addEventListener("phx:lg:refused", (event) => {
    // Listeners that were added later come first.
    queueMicrotask(() => {
      if (event.defaultPrevented) return;
      clearTimeout(timer);
      const { reason = "" } = (event as CustomEvent<{ reason?: string }>).detail;
      note.textContent = texts[reason] ?? "That couldn't be done. Reload the page.";
      timer = setTimeout(() => (note.textContent = ""), 6000);
    });
  });
}

const texts: Readonly<Record<string, string>> = {
  busy: "The page is busy. Try again in a moment.",
  not_allowed: "You aren't allowed to do that.",
  not_found: "That is gone.",
  rate: "That was too fast. Try again in a moment.",
  too_large: "That was too large.",
  unavailable: "Nothing was changed. Try again in a moment.",
};
