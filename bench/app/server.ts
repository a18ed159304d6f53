// The measured app in production mode. Started by run.sh, which sets PORT, URL and SECRET_KEY_BASE.
import { endpoint } from "livegate/endpoint";
import { serve } from "livegate/node";
import { Secret } from "livegate/token";
import { pino } from "pino";
import { sessions, startAccounts } from "./accounts.ts";
import { pubsub, routes } from "./router.ts";

const { PORT = "4100", URL: address = `http://127.0.0.1:${PORT}`, SECRET_KEY_BASE = "" } = process.env;
const url = new URL(address);
const stopAccounts = await startAccounts(url);

const app = endpoint({
  router: routes,
  pubsub,
  url,
  sessions,
  secretKeyBase: [new Secret(SECRET_KEY_BASE)],
  production: true,
  // The load comes from many networks.
  trustedProxies: ["127.0.0.1"],
  log: pino({ level: "warn" }),
  // A load sends as fast as it is answered, which is far more than a hand can click.
  limits: { eventsPerSecond: 1e6, eventBurst: 1e6 },
});
const server = await serve(app, { port: Number(PORT), host: "127.0.0.1" });

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());

async function stop(): Promise<void> {
  await server.stop();
  await stopAccounts();
  process.exit(0);
}
