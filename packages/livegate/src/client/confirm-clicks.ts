import { closest } from "./closest.ts";
import { intercept } from "./intercept.ts";

/** Asks before a click on anything with `data-confirm`, or before the submit of such a form; a no stops the event for everybody. */
export function confirmClicks(): void {
  intercept("click", (event) => isRefused(event, "[data-confirm]:not(form)"));
  intercept("submit", (event) => isRefused(event, "form[data-confirm]"));
}

function isRefused(event: Event, asking: string): unknown {
  const question = closest(event, asking)?.dataset["confirm"];
  return question && !confirm(question);
}
