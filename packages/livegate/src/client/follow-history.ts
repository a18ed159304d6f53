/**
 * Loads what the history leads to where a page has no live view of its own. An error's page that took the place of a live one shares the
 * entries of its history, so that to go through them changes the address and loads nothing.
 */
export function followHistory(): void {
  const { pathname, search } = location;
  addEventListener("popstate", () => {
    const isElsewhere = location.pathname !== pathname || location.search !== search;
    if (isElsewhere && !document.querySelector("[data-phx-main]")) location.reload();
  });
}
