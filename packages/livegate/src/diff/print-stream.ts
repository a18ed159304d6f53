import { anyRow, inShape } from "../html/list.ts";
import type { Place } from "../html/place.ts";
import { Rendered } from "../html/rendered.ts";
import type { StreamList, StreamRow } from "../html/stream-list.ts";
import type { Template } from "../html/template.ts";
import { keyedMember, staticsMember, streamMember } from "../protocol/tree-members.ts";
import { checkStream } from "./check-stream.ts";
import { jsonText } from "./json-slot.ts";
import type { Message } from "./message.ts";

/** Prints the slots of a row, each complete with its statics. */
type PrintRow = (row: Rendered, message: Message) => string;

/**
 * The node of a stream where `old` was, or where no stream was (null): what the page hasn't been told yet, "" where that
 * is nothing. The client keeps no rows of a stream, so all that counts of `old` is whether it has the rows' statics.
 */
export function streamNode(
  list: StreamList,
  old: StreamList | null,
  place: Place,
  message: Message,
  printRow: PrintRow,
): string {
  const isIncomplete = list.source.show();
  if (message.context.development) checkStream(list, old === null && isIncomplete, place);
  const known = old?.source === list.source ? old.shape : null;
  list.shape = known;
  const { change } = list.source;
  if (change === null || (change.inserts.size === 0 && change.deletes.size === 0 && !change.reset)) return "";
  const rows = list.rows();
  const values = rows.map(({ evaluate }) => evaluate());
  const shape = values.length === 0 ? (known ?? anyRow) : shapeOf(values);
  list.shape = shape;
  const entries = values
    .map((value, index) => `"${index}":{${printRow(evaluationOf(value, shape), message)}},`)
    .join("");
  const statics = shape === known ? "" : `${staticsMember(message.statics(shape))},`;
  const operations = `${streamInserts(rows)},[${list.deletes().map(jsonText).join(",")}]${change.reset ? ",true" : ""}`;
  const stream = streamMember(`${jsonText(list.source.ref)},${operations}`);
  return `{${keyedMember(entries, rows.length)},${statics}${stream}}`;
}

/** The template that all rows share, or `anyRow`. */
function shapeOf(values: readonly unknown[]): Template {
  const [first] = values;
  if (!(first instanceof Rendered)) return anyRow;
  return values.every((value) => inShape(value, first.template) !== null) ? first.template : anyRow;
}

function evaluationOf(value: unknown, shape: Template): Rendered {
  return inShape(value, shape) ?? new Rendered(anyRow, []);
}

/** `[[domId,at,limit,updateOnly],…]`. */
const streamInserts = (rows: readonly StreamRow[]): string =>
  `[${rows
    .map(({ id, insert: { at, limit, updateOnly } }) => `[${jsonText(id)},${at},${limit},${updateOnly}]`)
    .join(",")}]`;
