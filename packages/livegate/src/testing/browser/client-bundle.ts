import { dirname } from "node:path";
import { colocatedClient } from "../../assets/colocated-client.ts";
import { LivegateError } from "../../errors/livegate-error.ts";

/** What the bundle calls the place where its page is: assignments to it are navigations of a test's browser. */
export const LOCATION = "livegateTestLocation";

const bundles = new Map<string, Promise<string>>();

/** The browser code of an app as one script: the file `entry`, its `client/app.ts`, with all that it imports. Built once in a process. */
export function clientBundle(entry: string): Promise<string> {
  const known = bundles.get(entry);
  if (known) return known;
  const bundle = build(entry);
  bundles.set(entry, bundle);
  return bundle;
}

async function build(entry: string): Promise<string> {
  const esbuild = await import("esbuild").catch((cause: unknown) => {
    throw new LivegateError("LG_TEST_DOM", `The package "esbuild" can't be loaded: ${String(cause)}`, undefined, {
      cause,
    });
  });
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    plugins: [colocatedClient(dirname(dirname(entry)))],
    bundle: true,
    format: "iife",
    target: "esnext",
    write: false,
    logLevel: "silent",
    // The one thing of a browser that no script can replace.
    define: { "window.location": LOCATION, location: LOCATION, "document.location": LOCATION },
  });
  return outputFiles[0]?.text ?? "";
}
