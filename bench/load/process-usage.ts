import { readFileSync, readdirSync } from "node:fs";

/** One tick of /proc/stat: 10 ms on every Linux that Node supports (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

/**
 * CPU seconds that the threads of a process and of its children have used so far, user and system, to the nanosecond.
 *
 * Linux only. Threads that have ended are not in it: good for the difference over a time in which none ends.
 */
export function cpuSeconds(pid: number | "self"): number {
  return [pid, ...childrenOf(pid)].reduce<number>((sum, each) => sum + nanosecondsOf(each), 0) / 1e9;
}

function nanosecondsOf(pid: number | string): number {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).reduce((sum, task) => sum + taskNanoseconds(`${tasks}/${task}/schedstat`), 0);
}

/** A server's workers. What this process has started is no part of it. */
function childrenOf(pid: number | "self"): readonly string[] {
  if (pid === "self") return [];
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
}

function taskNanoseconds(file: string): number {
  try {
    return Number(readFileSync(file, "utf8").split(" ", 1)[0]);
  } catch {
    return 0; // The thread has ended since the directory was read.
  }
}

/** CPU seconds that the whole machine has been busy since it started. */
export function machineCpuSeconds(): number {
  const line = readFileSync("/proc/stat", "utf8").split("\n", 1)[0] ?? "";
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND;
}

/** Resident memory of a process in bytes. */
export function residentBytes(pid: number): number {
  const kib = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kib) * 1024;
}
