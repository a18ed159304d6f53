import type { AppDirectory } from "../app-directory.ts";
import { DevelopmentServer } from "../dev/development-server.ts";
import { watchSources } from "../dev/source-watch.ts";

/**
 * Runs the app and takes over whatever is saved: the server is started anew and open pages load themselves, new styles are put
 * in place without that. A source with a mistake leaves what was saved before running, and the mistake is shown in the
 * terminal and on the pages. Types are not checked: that is what `tsc` and editors do.
 */
export async function dev(app: AppDirectory): Promise<void> {
  process.env["NODE_ENV"] ||= "development";
  const server = new DevelopmentServer(app.path);
  let work = server.open();
  const unwatch = watchSources(app.path, (files) => {
    work = work.then(() => server.take(files));
  });
  stopOnSignal(async () => {
    unwatch();
    await server.close();
  });
  await work;
}

/** Milliseconds after a first Ctrl-C in which more of them are the same: npm and the terminal send one each. */
const SAME_SIGNAL = 500;

function stopOnSignal(stop: () => Promise<void>): void {
  let stoppingSince: number | null = null;
  const hear = (): void => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince > SAME_SIGNAL) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    void stop().then(() => process.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, hear);
}
