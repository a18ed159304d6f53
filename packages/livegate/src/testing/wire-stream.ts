import type { Slots, Statics, Streamed } from "./wire-node.ts";

type Insert = readonly [id: string, at: number, limit: number | null, updateOnly: boolean];
type Operations = readonly [ref: string, inserts: readonly Insert[], deletes: readonly string[], reset?: true];

/** A stream after a message: deletes, then inserts with their limits, as the client does it. */
export function mergeStream(old: Streamed | null, s: Statics, sent: readonly Slots[], operations: unknown): Streamed {
  const [, inserts, deletes, reset] = operations as Operations; // The only form that a stream's node has.
  const content = new Map(inserts.map(([id], index) => [id, sent[index] ?? []]));
  const order = reset ? [] : [...(old?.rows.keys() ?? [])].filter((id) => !deletes.includes(id));
  for (const insert of inserts) place(order, insert);
  return { kind: "stream", s, rows: new Map(order.map((id) => [id, content.get(id) ?? old?.rows.get(id) ?? []])) };
}

function place(order: string[], [id, at, limit, updateOnly]: Insert): void {
  if (order.includes(id) || updateOnly) return;
  order.splice(at < 0 ? order.length : at, 0, id);
  if (limit === null) return;
  if (limit >= 0) order.splice(limit);
  else order.splice(0, Math.max(0, order.length + limit));
}
