import type { HTML } from "./brand.ts";
import { type RowFunction, settle } from "./list.ts";
import type { StreamInsert, StreamSource } from "./stream-source.ts";
import type { Template } from "./template.ts";

/** One row on its way to the page. */
export interface StreamRow {
  readonly id: string;
  readonly insert: StreamInsert;
  /** Evaluates the row: nearly always a Rendered. */
  readonly evaluate: () => unknown;
}

/** A stream in a template: what `each(stream, row)` makes. Rows are evaluated when they are printed, and only then. */
export class StreamList {
  declare readonly [HTML]: "html";
  readonly source: StreamSource;
  /** The template whose statics the client has for this list's rows; null where it has none. */
  shape: Template | null = null;
  readonly #row: RowFunction;

  constructor(source: StreamSource, row: RowFunction) {
    this.source = source;
    this.#row = row;
  }

  /** The rows to send, in the order of their inserts. */
  rows(): readonly StreamRow[] {
    return Array.from(this.source.change?.inserts ?? [], ([key, insert]) => {
      const id = this.source.domId(key);
      return { id, insert, evaluate: () => settle(this.#row(insert.item, id)) };
    });
  }

  /** The DOM ids to remove. */
  deletes(): readonly string[] {
    return Array.from(this.source.change?.deletes ?? [], (key) => this.source.domId(key));
  }

  /** The rows in the order in which a page without any shows them; limits are left to the client. */
  rowsOfPage(): readonly StreamRow[] {
    const inOrder: StreamRow[] = [];
    for (const row of this.rows()) {
      const { at } = row.insert;
      inOrder.splice(at === -1 ? inOrder.length : at, 0, row);
    }
    return inOrder;
  }
}
