import { join } from "node:path";
import { type App, endpoint } from "livegate/endpoint";
import { builtAssets } from "livegate/node";
import { logger } from "livegate/plug";
import type { Config } from "../config.ts";
import { pubsub } from "../domain/pubsub.ts";
import { errorDocument } from "./components/error-document.ts";
import router from "./router.ts";

/** Where the files are that are sent as they are. */
export const publicDir = join(import.meta.dirname, "..", "public");

/** How the world reaches the app: routes, sockets and keys put together. */
export const appEndpoint = (config: Config): App =>
  endpoint({
    ...config,
    router,
    pubsub,
    errorDocument,
    log: logger({ level: config.logLevel }),
    assets: builtAssets(publicDir),
  });
