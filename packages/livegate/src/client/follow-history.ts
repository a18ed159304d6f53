/**
 * Loads what the history leads to where a page has no live view of its own. An error's page that took the place of a live one shares the
 * entries of its history, so that to go through them changes the address and loads nothing.
 */
export function followHistory(): void {
  const from = place();
  addEventListener("popstate", () => {
    if (place() !== from && !document.querySelector("[data-phx-main]")) location.reload();
  });
}

/** The address without its fragment. */
const place = (): string => location.href.replace(/#.*/, "");
