import { availableParallelism } from "node:os";
import { UsageError } from "../usage-error.ts";

/** Of one machine: each worker is a whole process with connections of its own to the database. */
const AT_MOST = 256;

/** How many workers `--workers` asks for: a number, or as many as there are cores for `auto`. */
export function workerCount(text: string): number {
  if (text === "auto") return availableParallelism();
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= AT_MOST) return count;
  throw new UsageError(`--workers is "${text}", neither "auto" nor a number from 1 to ${AT_MOST}.`);
}
