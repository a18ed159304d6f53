import type { LiveSocket } from "phoenix_live_view";

/**
 * Takes the browser's word that the network is gone: the page says so and tries again at once. A socket alone learns of it when a
 * heartbeat isn't answered, up to a minute later. Where the server is reached all the same, the page is back in a moment.
 */
export function followNetwork(live: LiveSocket): void {
  addEventListener("offline", () => live.disconnect(() => live.connect()));
}
