import { closest } from "./closest.ts";

/** Asks before a click on anything with `data-confirm`, or before the submit of such a form; a no stops the event for everybody. */
export function confirmClicks(): void {
  addEventListener("click", (event) => askFirst(event, "[data-confirm]:not(form)"), true);
  addEventListener("submit", (event) => askFirst(event, "form[data-confirm]"), true);
}

function askFirst(event: Event, asking: string): void {
  const question = closest(event, asking)?.dataset["confirm"];
  if (!question || confirm(question)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}
