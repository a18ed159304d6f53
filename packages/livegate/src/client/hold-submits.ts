import { closest } from "./closest.ts";
import { intercept } from "./intercept.ts";

/**
 * Holds the submit of a form back until the server has heard of its last change, where that may be a file or a row: the stock client would
 * send the form without the files that the server doesn't know yet, and with the rows that are about to go. If the connection is lost meanwhile, nothing is sent.
 */
export function holdSubmits(): void {
  intercept("submit", (event) => {
    const form = closest(event, "form:not(.phx-submit-loading)") as HTMLFormElement | null;
    const changing =
      form?.querySelector("[data-phx-upload-ref],[data-rows][data-phx-ref-lock]") &&
      form.closest("[data-phx-ref-lock]");
    changing?.addEventListener(
      `phx:undo-lock:${changing.getAttribute("data-phx-ref-lock")}`,
      // The answer is in the page a moment after the lock is off; what changes is in a form.
      () => setTimeout(() => form!.requestSubmit((event as SubmitEvent).submitter)),
      { once: true },
    );
    return changing;
  });
}
