import type { LiveSocket } from "phoenix_live_view";

/**
 * Gives a page's views back when nobody has looked at it for a while, and connects it again when somebody does.
 *
 * What is hidden costs the server nothing and counts as nobody's presence. The page returns by the path of a lost connection: forms
 * and what views `recover` are as they were. It stays awake while files are picked, and where any element has `data-awake`.
 *
 * `after` are milliseconds; ten minutes by default. Browsers may be a minute late.
 *
 * @example
 * import { connect, sleepWhenHidden } from "livegate/client";
 * sleepWhenHidden(connect(), { after: 5 * 60_000 });
 */
export function sleepWhenHidden(live: LiveSocket, { after = 600_000 }: { readonly after?: number } = {}): void {
  let timer = 0;
  let isAsleep = false;
  const sleep = (): void => {
    if (document.querySelector("[data-awake],input[data-phx-active-refs]:not([data-phx-active-refs=''])"))
      return wait();
    isAsleep = true;
    live.disconnect();
  };
  const wait = (): void => void (timer = setTimeout(sleep, after));
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) return wait();
    if (isAsleep) live.connect();
    isAsleep = false;
  });
}
