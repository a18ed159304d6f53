import type { LiveSocket } from "phoenix_live_view";

/** Runs the commands that a view sends by `socket.exec`, with the page's main view as their element. */
export function runCommands(live: LiveSocket): void {
  addEventListener("phx:lg:exec", (event) => {
    if (live.main) live.execJS(live.main.el, (event as CustomEvent<{ js: string }>).detail.js);
  });
}
