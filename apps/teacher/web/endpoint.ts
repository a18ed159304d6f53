import { join } from "node:path";
import { type App, type EndpointOptions, endpoint } from "livegate/endpoint";
import { builtAssets } from "livegate/node";
import { logger } from "livegate/plug";
import type { Config } from "../config.ts";
import { Accounts } from "#domain/accounts/accounts";
import { pubsub } from "../domain/pubsub.ts";
import { errorDocument } from "./components/error-document.ts";
import router from "./router.ts";

/** Where the files are that are sent as they are. */
export const publicDir = join(import.meta.dirname, "..", "public");

/** How the world reaches the app: routes, sockets and keys put together. Tests give a clock of their own. */
export const teacherEndpoint = (config: Config, given: Partial<EndpointOptions> = {}): App =>
  endpoint({
    ...config,
    router,
    pubsub,
    sessions: Accounts.sessions,
    errorDocument,
    log: logger({ level: config.logLevel }),
    assets: builtAssets(publicDir),
    ...given,
  });
