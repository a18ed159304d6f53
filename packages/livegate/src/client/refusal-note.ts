import { addElement } from "./add-element.ts";

const style = `
.lg-note{position:fixed;inset:auto 1rem 1rem;z-index:9998;width:fit-content;max-width:32rem;margin:auto;padding:.5rem 1rem;border-radius:.5rem;background:#1f2937;color:#fff;font-size:.875rem;box-shadow:0 4px 16px #0004}
.lg-note:empty{opacity:0;pointer-events:none}
`;

const shownFor = 6000;

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
      note.textContent = textFor((event as CustomEvent<{ reason?: string }>).detail.reason);
      timer = setTimeout(() => note.replaceChildren(), shownFor);
    });
  });
}

const texts: Readonly<Record<string, string>> = {
  busy: "The page is still busy. Wait a moment, then try again.",
  not_allowed: "You aren't allowed to do that.",
  not_found: "That isn't there any more.",
  rate: "That was too fast. Wait a moment, then try again.",
  too_large: "That was too large to be sent.",
  unavailable: "That couldn't be done; nothing was changed. Wait a moment, then try again.",
};

const textFor = (reason = ""): string => texts[reason] ?? "That couldn't be done. Reload the page and try again.";
