import { closest } from "./closest.ts";

/**
 * Makes the click on a button that adds, drops or moves a row a change of its form, where that form is live: one at a time, since each
 * sends the rows that are on the page.
 */
export function changeRows(): void {
  addEventListener("click", (event) => {
    const button = closest(event, "button[data-rows]") as HTMLButtonElement | undefined; // The selector says so.
    if (!button?.form?.matches("[data-phx-session] [phx-change]")) return;
    event.preventDefault();
    if (!button.form.querySelector("[data-rows][data-phx-ref-lock]"))
      button.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
