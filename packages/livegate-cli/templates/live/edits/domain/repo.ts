import type { __Schema__Table } from "./__context-file__/__file__-table.ts";

export interface Tables {
  __table__: __Schema__Table;
}
