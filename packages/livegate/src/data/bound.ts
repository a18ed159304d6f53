/**
 * A value as both databases take it, so that the same row means the same in either: booleans become 1 and 0, dates ISO 8601
 * text in UTC, objects and lists JSON. Bytes, text, numbers and null stay what they are.
 */
export function bound(value: unknown): unknown {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}
