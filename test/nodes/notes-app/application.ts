import { join } from "node:path";
import { ping } from "livegate/data";
import { type EndpointConfig, endpoint } from "livegate/endpoint";
import { type Served, builtAssets, serve } from "livegate/node";
import { logger } from "livegate/plug";
import { notes, pubsub } from "./notes.ts";
import router from "./web/router.ts";

/** What several nodes of one app are tested with. */
export function application(config: EndpointConfig) {
  const log = logger({ level: config.logLevel });
  let server: Served | null = null;
  return {
    async start() {
      await pubsub.start(config, { log });
      await notes.start(config.databaseUrl);
      const publicDir = process.env["PUBLIC_DIR"] ?? join(import.meta.dirname, "public");
      const app = endpoint({ ...config, router, pubsub, log, assets: builtAssets(publicDir) });
      server = await serve(app, { ...config, publicDir, ready: () => ping(notes.db) });
      return { url: config.url.href };
    },
    async stop() {
      await server?.stop();
      await notes.stop();
      await pubsub.stop();
    },
  };
}
