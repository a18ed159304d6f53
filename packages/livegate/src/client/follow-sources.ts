import { type ErrorReport, hideError, showError } from "./error-panel.ts";

/** What `livegate dev` tells its pages: see node/development-pages.ts. */
type Told =
  | { readonly kind: "styles" }
  | { readonly kind: "reload" }
  | { readonly kind: "error"; readonly report: ErrorReport }
  | { readonly kind: "mended" };

/** Milliseconds before a lost connection is tried again, at first and at most. */
const [FIRST, LAST] = [20, 1_000];

/** Follows what is saved: new styles are put in place, and a server that was started anew loads the page anew. */
export function followSources(): void {
  const { href } = new URL(`${base()}/live/development?vsn=2.0.0`, location.href);
  let delay = FIRST;
  let isLost = false;
  const listen = (): void => {
    const socket = new WebSocket(href.replace(/^http/, "ws"));
    socket.addEventListener("open", () => {
      if (isLost) location.reload();
    });
    socket.addEventListener("message", ({ data }) => take(JSON.parse(data) as Told));
    socket.addEventListener("close", () => {
      isLost = true;
      setTimeout(listen, delay);
      delay = Math.min(delay * 1.5, LAST);
    });
  };
  listen();
}

const base = (): string => document.querySelector<HTMLMetaElement>('meta[name="livegate-base"]')?.content ?? "";

function take(told: Told): void {
  switch (told.kind) {
    case "styles":
      return swapStyles();
    case "reload":
      return location.reload();
    case "error":
      return showError(told.report);
    case "mended":
      return hideError();
  }
}

/** The former sheet holds until the new one is there: nothing flickers, and what is typed stays. */
function swapStyles(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"][href*="/assets/"]')) {
    const next = link.cloneNode() as HTMLLinkElement;
    next.href = `${link.href.replace(/\?.*$/, "")}?v=${Date.now()}`;
    next.addEventListener("load", () => link.remove());
    next.addEventListener("error", () => next.remove());
    link.after(next);
  }
}
