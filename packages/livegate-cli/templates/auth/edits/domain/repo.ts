import type { __Schema__Tables } from "./__context-file__/__file__-tables.ts";

export interface Tables extends __Schema__Tables {}
