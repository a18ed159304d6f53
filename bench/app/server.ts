// The measured app in production mode; with WORKERS, so many of them on one port. Started by run.sh, which sets PORT, URL and SECRET_KEY_BASE.
import cluster from "node:cluster";
import { endpoint } from "livegate/endpoint";
import { relayWorkers, serve } from "livegate/node";
import { relayPubSub } from "livegate/pubsub";
import { Secret } from "livegate/token";
import { pino } from "pino";
import { sessions, startAccounts } from "./accounts.ts";
import { pubsub, routes } from "./router.ts";

const { PORT = "4100", URL: address = `http://127.0.0.1:${PORT}`, SECRET_KEY_BASE = "" } = process.env;
const { WORKERS = "0", METRICS_TOKEN, PUBSUB_URL, DATABASE_URL } = process.env;

if (Number(WORKERS) > 0 && cluster.isPrimary) startWorkers(Number(WORKERS));
else await startServer();

/** As `livegate start --workers` does, without what replaces workers. */
function startWorkers(count: number): void {
  relayWorkers();
  relayPubSub();
  for (let number = 0; number < count; number++) cluster.fork();
  onSignal(() => {
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGTERM");
    cluster.on("exit", () => Object.keys(cluster.workers ?? {}).length === 0 && process.exit(0));
  });
}

async function startServer(): Promise<void> {
  const url = new URL(address);
  const pubsubUrl = PUBSUB_URL === undefined ? null : new Secret(PUBSUB_URL);
  await pubsub.start({ pubsubUrl, url, production: true });
  // Each with users of its own in memory, nodes would have nothing to tell each other.
  const stopAccounts = await startAccounts(url, DATABASE_URL === undefined ? undefined : pubsub);
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
  const metricsToken = METRICS_TOKEN === undefined ? null : new Secret(METRICS_TOKEN);
  const server = await serve(app, { port: Number(PORT), host: "127.0.0.1", metricsToken });
  onSignal(async () => {
    await server.stop();
    await stopAccounts();
    await pubsub.stop();
    process.exit(0);
  });
}

function onSignal(stop: () => void | Promise<void>): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
}
