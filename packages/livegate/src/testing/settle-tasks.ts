import { LivegateError } from "../errors/livegate-error.ts";
import type { Site } from "./open-pages.ts";

/** Milliseconds that a test waits for the tasks of its views. */
const PATIENCE = 5_000;

/** Waits until no task runs beside any view of the app, and the open pages show what came of them. */
export async function settleTasks(site: Site, patience = PATIENCE): Promise<void> {
  const { pages, app } = site;
  await pages.settled();
  const { promise: isLate, resolve } = Promise.withResolvers<"late">();
  const timer = setTimeout(() => resolve("late"), patience);
  try {
    while (app.tasks.count > 0) {
      if ((await Promise.race([app.tasks.oneEnds(), isLate])) === "late") throw stillRunning(app.tasks.count, patience);
      await pages.settled();
    }
  } finally {
    clearTimeout(timer);
  }
}

function stillRunning(count: number, patience: number): LivegateError {
  const what = `${count === 1 ? "A task of a view runs" : `${count} tasks of views run`} still after ${patience} ms.`;
  return new LivegateError("LG_TEST_VIEW", what, "await site.advance(60_000); // Where a timeout is to end it.");
}
