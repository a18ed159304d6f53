// A reporter of `node --test`: a line for each file, then what failed in full. Writes the counts where run-tests.mjs reads them.
import { writeFileSync } from "node:fs";
import { relative } from "node:path";

export default async function* reporter(events) {
  const failures = [];
  const saidByFile = new Map();
  const byFile = noCounts();
  const lineOf = linesOfFiles();
  for await (const { type, data } of events) {
    yield* lineOf(type, data);
    // What a test says: the seed it began with, what it has measured.
    if (type === "test:diagnostic" && data.file) yield `ℹ ${place(data.file)}: ${data.message}\n`;
    if (type === "test:stderr") saidByFile.set(data.file, (saidByFile.get(data.file) ?? "") + data.message);
    if (typeof data?.skip === "string" && type === "test:pass") yield `﹣ ${data.name}: left out, ${data.skip}\n`;
    if (type === "test:fail" && isOwnFailure(data)) failures.push(failure(data, saidByFile));
    if (type === "test:summary" && data.file) {
      add(byFile, data.counts);
      yield fileLine(data);
    }
    // The summary of the whole run also counts files that couldn't be loaded.
    if (type === "test:summary" && !data.file) {
      const counts = add(noCounts(), data.counts);
      // It leaves out what fails in no test: a hook around all of them.
      tell({ ...counts, failed: Math.max(counts.failed, failures.length) });
    }
    if (type === "test:interrupted") {
      // The process ends now, without a summary.
      tell({ ...byFile, failed: byFile.failed + data.tests.length });
      yield* told([...failures.splice(0), ...data.tests.map(interrupted)]);
    }
  }
  yield* told(failures);
}

/** Where files share a process nobody sums them up: a line for each as soon as the next one begins. */
function linesOfFiles() {
  if (!process.execArgv.includes("--test-isolation=none")) return () => [];
  let sum = null;
  return (type, data) => {
    const told = [];
    const isTest = type === "test:pass" || type === "test:fail";
    if (sum && (type === "test:summary" || (isTest && data.file !== sum.file))) {
      told.push(fileLine(sum));
      sum = null;
    }
    if (!isTest) return told;
    sum ??= { file: data.file, success: true, counts: { tests: 0 }, duration_ms: 0 };
    sum.success &&= type === "test:pass";
    if (data.details.type !== "suite") sum.counts.tests += 1;
    if (data.nesting === 0) sum.duration_ms += data.details.duration_ms;
    return told;
  };
}

const tell = (counts) => writeFileSync(process.env.LIVEGATE_TEST_COUNTS, JSON.stringify(counts));

const told = (failures) => (failures.length > 0 ? [`\n${failures.join("\n")}\n`] : []);

const interrupted = ({ name }) => `✖ ${place(name)}\n  It was still running when it was interrupted.\n`;

const noCounts = () => ({ passed: 0, failed: 0, skipped: 0 });

function add(counts, { passed, failed, cancelled, skipped, todo }) {
  counts.passed += passed;
  counts.failed += failed + cancelled;
  counts.skipped += skipped + todo;
  return counts;
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
