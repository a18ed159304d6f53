/** Messages for the next page, by kind: `{ info: "Album deleted." }`. Without a prototype. */
export type Flash = Readonly<Record<string, string>>;

/** No messages. */
export const noFlash: Flash = Object.freeze(Object.create(null));

/** Copies messages from data that was read; anything that is no text is left out. */
export function flashOf(value: unknown): Flash {
  const flash: Record<string, string> = Object.create(null);
  if (typeof value !== "object" || value === null) return flash;
  for (const [kind, message] of Object.entries(value)) if (typeof message === "string") flash[kind] = message;
  return flash;
}

/** The messages of both; of two of one kind the later one holds. */
export function mergeFlash(earlier: Flash, later: Flash): Flash {
  return later === noFlash ? earlier : Object.assign(Object.create(null), earlier, later);
}
