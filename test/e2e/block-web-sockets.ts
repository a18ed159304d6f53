import type { Page } from "playwright-core";

/** Has every WebSocket of a page fail, as a proxy does that knows none; gives the addresses of its polls. */
export async function blockWebSockets(page: Page): Promise<string[]> {
  await page.addInitScript(() => {
    const blocked = class {
      static readonly name = "WebSocket";
      onerror: (() => void) | null = null;
      onclose: (() => void) | null = null;
      readyState = 0;
      constructor() {
        setTimeout(() => {
          this.readyState = 3;
          this.onerror?.();
          this.onclose?.();
        });
      }
      close(): void {}
    };
    Object.assign(globalThis, { WebSocket: blocked });
  });
  const polls: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/live/longpoll")) polls.push(`${request.method()} ${request.url()}`);
  });
  return polls;
}
