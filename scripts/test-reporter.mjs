// A reporter of `node --test`: a line for each file, what failed in full, and last the counts that run-tests.mjs reads.
import { relative } from "node:path";

export default async function* reporter(events) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  const saidByFile = new Map();
  for await (const { type, data } of events) {
    if (type === "test:stderr") saidByFile.set(data.file, (saidByFile.get(data.file) ?? "") + data.message);
    if (type === "test:fail" && isOwnFailure(data)) failures.push(failure(data, saidByFile));
    if (type !== "test:summary") continue;
    if (data.file) yield fileLine(data);
    else add(counts, data.counts);
  }
  if (failures.length > 0) yield `\n${failures.join("\n")}\n`;
  yield `counts ${JSON.stringify(counts)}\n`;
}

function add(counts, { passed, failed, cancelled, skipped, todo }) {
  counts.passed += passed;
  counts.failed += failed + cancelled;
  counts.skipped += skipped + todo;
}

// A suite, or a file, fails because a test in it does, which is told already.
const isOwnFailure = ({ details }) => details.error?.failureType !== "subtestsFailed";

function failure({ name, file, line, details }, saidByFile) {
  const { cause } = details.error;
  // A file that fails by itself couldn't be loaded or ended badly: why stands in what it printed.
  const what = name === file ? saidByFile.get(file) : cause instanceof Error ? cause.stack : cause;
  return `✖ ${place(name)}\n  ${place(file)}:${line ?? 1}\n${String(what ?? details.error.message).replaceAll(/^/gm, "  ")}\n`;
}

function fileLine({ file, success, counts, duration_ms: ms }) {
  const seconds = (ms / 1000).toFixed(1).padStart(5);
  return `${success ? "✔" : "✖"} ${String(counts.tests).padStart(4)} ${seconds} s  ${place(file)}\n`;
}

const place = (path = "?") => (path.startsWith("/") ? relative(process.cwd(), path) : path);
