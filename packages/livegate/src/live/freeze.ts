import { AsyncState } from "../html/async-result.ts";

// What was walked once isn't walked again: a long list costs nothing when one row of it changes.
const walked = new WeakSet<object>();

/** Freezes plain objects and arrays all the way down; instances of classes are left to their owners. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || walked.has(value)) return value;
  if (value instanceof AsyncState) deepFreeze(value.result);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return value;
  walked.add(Object.freeze(value));
  for (const member of Object.values(value)) deepFreeze(member);
  return value;
}
