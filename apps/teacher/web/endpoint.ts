import { readFileSync } from "node:fs";
import { type App, endpoint } from "livegate/endpoint";
import { logger } from "livegate/plug";
import type { Config } from "../config.ts";
import { pubsub } from "../domain/pubsub.ts";
import router from "./router.ts";

/** How the world reaches the app: routes, sockets and keys put together. */
export const teacherEndpoint = ({ url, secretKeyBase, production }: Config): App =>
  endpoint({ router, pubsub, url, secretKeyBase, production, log: logger(), assets: builtAssets() });

/** The hashed names of the built files; none before the first build. */
function builtAssets(): Record<string, string> {
  try {
    return JSON.parse(readFileSync(new URL("../public/assets/manifest.json", import.meta.url), "utf8"));
  } catch {
    return {};
  }
}
