import type { LiveSocket } from "phoenix_live_view";

/**
 * Keeps what is typed before the page is live, as the stock client keeps it when a lost connection is back. It alone takes the first join for
 * one that has nothing to recover, and puts what the server had printed in the place of all that was typed.
 */
export function keepEarlyInput(live: LiveSocket): void {
  addEventListener("input", () => {
    const main = live.main as { readonly el: HTMLElement; joinCount: number } | null;
    // It recovers what has not joined 0 times. With the join the rest is rounded away, so this is the first.
    // During a live navigation the main view isn't in the page yet.
    if (main?.el.isConnected) main.joinCount ||= 1e-17;
  });
}
