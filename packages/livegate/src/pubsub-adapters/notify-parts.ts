/** Bytes that a NOTIFY carries at most, less than 8000, with room for what stands before each part. */
const PART = 7900;

/**
 * A text as what NOTIFY can carry: each part says which it is of how many, of which text. Of equal ones in a transaction PostgreSQL
 * delivers a single one, so `number` is a text's own.
 */
export function splitText(text: string, number: number): readonly string[] {
  const bytes = Buffer.from(text);
  const parts: string[] = [];
  let from = 0;
  do {
    const to = endBefore(bytes, from + PART);
    parts.push(bytes.toString("utf8", from, to));
    from = to;
  } while (from < bytes.length);
  return parts.map((part, index) => `${number} ${index + 1}/${parts.length} ${part}`);
}

/** The last end of a character up to `limit`. */
function endBefore(bytes: Buffer, limit: number): number {
  if (limit >= bytes.length) return bytes.length;
  let end = limit;
  while ((bytes[end]! & 0xc0) === 0x80) end -= 1; // Inside: a part is longer than any character.
  return end;
}

/** Puts parts together. They come in order, and those of one text without another's between them, for a transaction sent them. */
export class PartReader {
  #parts: string[] = [];

  /** The whole text with its last part, else null. */
  read(payload: string): string | null {
    const head = /^\d+ (\d+)\/(\d+) /.exec(payload);
    if (!head) return null;
    const [number, count] = [Number(head[1]), Number(head[2])];
    if (number === 1) this.#parts = [];
    this.#parts.push(payload.slice(head[0].length));
    if (number < count) return null;
    const isWhole = this.#parts.length === count;
    const text = this.#parts.join("");
    this.#parts = [];
    return isWhole ? text : null;
  }
}
