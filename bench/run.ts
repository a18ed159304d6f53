// Measures the app in bench/app against the machine's own limits, prints a table and keeps it in bench/results/.
//
//   node bench/run.ts [--quick] [--only inc,page] [--no-keep]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { sampleFrames } from "./baseline/sample-frames.ts";
import type { Bench, Figure } from "./figure.ts";
import { measurements } from "./figures.ts";
import { keep, lastReport, report, table } from "./report.ts";
import { type ServerProcess, pinGenerator, startApp, startBaseline } from "./server-process.ts";

const GIVE_UP_AFTER_MS = 20 * 60_000;
const RESULTS = new URL("results", import.meta.url).pathname;

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: Object.keys(measurements).join(",") },
    "no-keep": { type: "boolean", default: false },
  },
});

const servers = new Set<ServerProcess>();
setTimeout(() => void stopAll().then(() => process.exit(3)), GIVE_UP_AFTER_MS).unref();
pinGenerator();
try {
  const result = report(await measureAll(options.only.split(","), options.quick), options.quick);
  console.log(`\n${table(result, lastReport(RESULTS, options.quick))}`);
  if (!options["no-keep"]) console.log(`\n${keep(result, RESULTS)}`);
} finally {
  await stopAll();
}

async function measureAll(names: readonly string[], quick: boolean): Promise<Figure[]> {
  const app = await running(startApp());
  const frames = await sampleFrames(app, "/");
  const folder = mkdtempSync(`${tmpdir()}/livegate-bench-`);
  writeFileSync(`${folder}/frames.json`, JSON.stringify(frames));
  const baseline = await running(startBaseline(`${folder}/frames.json`));
  rmSync(folder, { recursive: true });
  const rounds = quick ? { rounds: 5, seconds: 0.3 } : { rounds: 9, seconds: 0.7 };
  const bench: Bench = { app, baseline, frames, quick, ...rounds, freshApp };
  const figures: Figure[] = [];
  for (const name of names) {
    const measure = measurements[name];
    if (measure === undefined) throw new Error(`--only ${name}: known are ${Object.keys(measurements).join(", ")}`);
    console.error(`measuring ${name} …`);
    figures.push(...(await measure(bench)));
  }
  return figures;
}

async function freshApp<T>(
  env: Readonly<Record<string, string>>,
  use: (target: ServerProcess) => Promise<T>,
): Promise<T> {
  const server = await running(startApp(env));
  try {
    return await use(server);
  } finally {
    servers.delete(server);
    await server.stop();
  }
}

async function running(start: Promise<ServerProcess>): Promise<ServerProcess> {
  const server = await start;
  servers.add(server);
  return server;
}

async function stopAll(): Promise<void> {
  await Promise.all(Array.from(servers, (server) => server.stop()));
}
