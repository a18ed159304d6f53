/** Has the session of a page that stays open renewed when the server asks for it: a socket can't set cookies. */
export function renewSession(csrfToken: () => string): void {
  addEventListener("phx:lg:renew-session", (event) => {
    const { to } = (event as CustomEvent<{ to: string }>).detail;
    // Should it fail, the page ends with its session: that is no harm, and nothing that anybody could mend here.
    fetch(to, { method: "POST", headers: { "x-csrf-token": csrfToken() } }).catch(() => {});
  });
}
