import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type LocalPubSub, localPubSub } from "livegate";
import { type Clock, systemClock } from "livegate/clock";
import { type App, type LiveLimits, endpoint } from "livegate/endpoint";
import { serve } from "livegate/node";
import { logger } from "livegate/plug";
import { Secret } from "livegate/token";
import { type Address, ConformanceClient } from "../conformance-client.ts";
import { Probe } from "./probe.ts";
import { sampleRoutes } from "./routes.ts";

/** The sample app on a free port, with what a test may look at. */
export interface SampleApp extends Address {
  readonly app: App;
  readonly pubsub: LocalPubSub;
  readonly probe: Probe;
  /** Log lines so far, as JSON. */
  readonly logged: readonly string[];
  /** A browser without cookies. */
  client(): ConformanceClient;
  /** The files of uploads that are on the disk, by their paths. */
  storedFiles(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface SampleOptions {
  readonly url?: string;
  readonly clock?: Clock;
  readonly limits?: Partial<LiveLimits>;
  readonly production?: boolean;
  readonly allowedOrigins?: readonly string[];
  readonly secret?: string;
}

/** Starts the sample app for one test file or one test; it ends with it. */
export async function startSampleApp(options: SampleOptions = {}): Promise<SampleApp> {
  const { url = "https://shop.test", clock = systemClock, limits = {}, production = true } = options;
  const [probe, pubsub, logged, clients] = [new Probe(), localPubSub(), [] as string[], [] as ConformanceClient[]];
  const uploadDirectory = await mkdtemp(join(tmpdir(), "conformance-uploads-"));
  const app = endpoint({
    uploadDirectory,
    router: sampleRoutes(probe),
    pubsub,
    url: new URL(url),
    secretKeyBase: [new Secret(options.secret ?? "conformance".repeat(8))],
    production,
    clock,
    limits,
    allowedOrigins: options.allowedOrigins ?? [],
    log: logger({ destination: { write: (line) => void logged.push(line) } }),
    assets: { "/assets/app.js": "/assets/app-1a2b.js" },
  });
  const { port, stop } = await serve(app, { port: 0, stopWithin: 100 });
  const address = { port, origin: new URL(url).origin };
  return {
    ...address,
    app,
    pubsub,
    probe,
    logged,
    client() {
      const client = new ConformanceClient(address);
      clients.push(client);
      return client;
    },
    async storedFiles() {
      const entries = await readdir(uploadDirectory, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    },
    async stop() {
      await Promise.all(clients.map((client) => client.close()));
      await stop();
      await rm(uploadDirectory, { recursive: true });
    },
  };
}

/** The sample app for one test: stopped when it is over. */
export async function sampleAppFor(t: TestContext, options: SampleOptions = {}): Promise<SampleApp> {
  const sample = await startSampleApp(options);
  t.after(() => sample.stop());
  return sample;
}
