import type { Mutant } from "./mutant.ts";

const src = "packages/livegate/src";
const operatorPaths = `${src}/node/operator-paths.test.ts`;
const watch = `${src}/runtime/connection-watch.test.ts`;
const polls = "test/nodes/polls.test.ts";
const workers = "packages/livegate-cli/src/commands/start-workers.test.ts";

/** Faults of whoever serves an app: what it tells, how it ends, and what several processes do for each other. */
export const serverMutants: readonly Mutant[] = [
  {
    fault: "the metrics are for everybody",
    file: `${src}/node/operator-paths.ts`,
    find: "if (!knows(options.metricsToken, request.headers.authorization)) return false;",
    replace: "",
    caughtBy: operatorPaths,
    named: "for who knows it",
  },
  {
    fault: "a server is ready without what it needs",
    file: `${src}/node/readiness.ts`,
    find: "return ready && !this.#draining;",
    replace: "return !this.#draining || ready;",
    caughtBy: operatorPaths,
    named: "while what it needs isn't there",
  },
  {
    fault: "each question for readiness is one for the database",
    file: `${src}/node/readiness.ts`,
    find: "now - this.#asked.at >= HOLDS",
    replace: "now >= this.#asked.at",
    caughtBy: operatorPaths,
    named: "once a second at most",
  },
  {
    fault: "a span has the values of its statement",
    file: `${src}/data/sqlite-driver.ts`,
    find: 'system: "sqlite", statement: query.sql }',
    replace: 'system: "sqlite", statement: query.sql + JSON.stringify(query.parameters) }',
    caughtBy: `${src}/data/query-spans.test.ts`,
    named: "with places for its values",
  },
  {
    fault: "a clock that is set cuts all pages off, or none any more",
    file: `${src}/runtime/connection-watch.ts`,
    find: "const knowsNothing = passed < 0 || passed > this.#runtime.limits.watchInterval * 2;",
    replace: "const knowsNothing = passed === Number.NaN;",
    caughtBy: watch,
    named: "misled by no clock",
  },
  {
    fault: "a server that stops sends all of its pages away at once",
    file: `${src}/runtime/connection-watch.ts`,
    find: "if (due > clock.now()) await",
    replace: "if (due > clock.now() + spread) await",
    caughtBy: watch,
    named: "one after the other",
  },
  {
    fault: "pages that come while a server stops are forgotten",
    file: `${src}/runtime/connection-watch.ts`,
    find: "await Promise.all([...drained, ...late.map((connection) => connection.drain())]);",
    replace: "await Promise.all([...drained, ...late.slice(late.length).map((connection) => connection.drain())]);",
    caughtBy: watch,
    named: "that have come meanwhile",
  },
  {
    fault: "a poll that was passed on comes without its cookie",
    file: `${src}/endpoint/poll-nodes.ts`,
    find: '"cookie",',
    replace: "",
    caughtBy: polls,
    named: "whichever of two nodes",
  },
  {
    fault: "a worker that has ended is not replaced",
    file: "packages/livegate-cli/src/workers/worker-pool.ts",
    find: 'else if (hasRun || when === "later") this.#replace(how, performance.now() - began);',
    replace: "",
    caughtBy: workers,
    named: "is replaced",
  },
  {
    fault: "a worker that ends breaks off what it has begun",
    file: "packages/livegate-cli/src/commands/start.ts",
    find: "    await running.stop().catch(fail);",
    replace: "",
    caughtBy: workers,
    named: "finishes what it has",
  },
  {
    fault: "a worker that is still starting can't be stopped",
    file: "packages/livegate-cli/src/commands/start.ts",
    find: "    if (!running) process.exit(0);\n    if (stopping)",
    replace: "    if (!running) return;\n    if (stopping)",
    caughtBy: workers,
    named: "still starting",
  },
];
