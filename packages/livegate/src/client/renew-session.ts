import { meta } from "./meta.ts";

/** Has the session of a page that stays open renewed when the server asks for it: a socket can't set cookies. */
export function renewSession(): void {
  addEventListener("phx:lg:renew-session", (event) => {
    const { to } = (event as CustomEvent<{ to: string }>).detail;
    // Should it fail, the page ends with its session: that is no harm, and nothing that anybody could mend here.
    fetch(to, { method: "POST", headers: { "x-csrf-token": meta("csrf-token") } }).catch(() => {});
  });
}
