import type { JoinedView } from "./joined-view.ts";

/** Forgets what a view holds, and has the page say that nothing was done. */
export function loseHeld({ held, instance }: Pick<JoinedView, "held" | "instance">): void {
  const waiting = held.take();
  if (!waiting) return;
  instance.printer.show(null);
  instance.state.putFlash("info", waiting.lost);
}
