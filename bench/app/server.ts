// The measured app in production mode. Started by run.sh, which sets PORT, URL and SECRET_KEY_BASE.
import { endpoint } from "livegate/endpoint";
import { serve } from "livegate/node";
import { Secret } from "livegate/token";
import { pino } from "pino";
import { pubsub, routes } from "./router.ts";

const { PORT = "4100", URL: url = `http://127.0.0.1:${PORT}`, SECRET_KEY_BASE = "" } = process.env;

const app = endpoint({
  router: routes,
  pubsub,
  url: new URL(url),
  secretKeyBase: [new Secret(SECRET_KEY_BASE)],
  production: true,
  log: pino({ level: "warn" }),
  // A load sends as fast as it is answered, which is far more than a hand can click.
  limits: { eventsPerSecond: 1e6, eventBurst: 1e6 },
});
const server = await serve(app, { port: Number(PORT), host: "127.0.0.1" });

for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
