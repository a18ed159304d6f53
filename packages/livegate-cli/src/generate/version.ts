import { readFileSync } from "node:fs";

interface OwnManifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

// The same place, seen from the sources and from what is built of them.
const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as OwnManifest;

/** The version of the command, and so of its templates. */
export const VERSION = manifest.version;
