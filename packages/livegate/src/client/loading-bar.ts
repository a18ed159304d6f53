import { addElement } from "./add-element.ts";

const style = `.lg-loading{position:fixed;inset:0 0 auto;z-index:9999;height:2px;background:var(--lg-loading-color,currentColor);transform:scaleX(0);transform-origin:0;opacity:0;transition:opacity .4s,transform 0s .4s}
.lg-loading-on{transform:scaleX(.9);opacity:1;transition:transform 8s cubic-bezier(0,.9,.1,1)}`;

/** Shows a thin bar while a page or patch takes longer than `delay` milliseconds. */
export function showLoadingBar(delay: number): void {
  const bar = addElement("lg-loading", style);
  let timer = 0;
  addEventListener("phx:page-loading-start", ({ detail }: CustomEventInit<{ kind?: string }>) => {
    clearTimeout(timer);
    // A lost connection is no loading: it has its own note.
    if (detail?.kind !== "error") timer = setTimeout(() => bar.classList.add("lg-loading-on"), delay);
  });
  addEventListener("phx:page-loading-stop", () => {
    clearTimeout(timer);
    bar.classList.remove("lg-loading-on");
  });
}
