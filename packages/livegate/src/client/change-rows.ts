import { closest } from "./closest.ts";

/** Makes the click on a button that adds, drops or moves a row a change of its form, where that form is live. */
export function changeRows(): void {
  addEventListener("click", (event) => {
    const button = closest(event, "button[data-rows]") as HTMLButtonElement | undefined; // The selector says so.
    if (!button?.form?.matches("[data-phx-session] [phx-change]")) return;
    event.preventDefault();
    button.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
