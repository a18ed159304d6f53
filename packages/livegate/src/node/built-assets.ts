import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LivegateError } from "../errors/livegate-error.ts";

/**
 * Hashed names of the files that `livegate build` wrote, by their plain paths; none if nothing was built yet.
 *
 * @throws LG_ASSETS if the manifest is damaged.
 * @example
 * endpoint({ ...config, router, pubsub, log, assets: builtAssets("public") });
 */
export function builtAssets(publicDir: string): Readonly<Record<string, string>> {
  const path = join(publicDir, "assets", "manifest.json");
  const text = readIfThere(path);
  if (text === null) return {};
  const manifest = parse(text);
  if (isManifest(manifest)) return manifest;
  throw new LivegateError("LG_ASSETS", `${path} is not a manifest of built files.`, "npx livegate build");
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isManifest = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === "object" && value !== null && Object.values(value).every((path) => typeof path === "string");
