import type { ErrorReport, PageMessage } from "livegate/diagnostics";

/** What `livegate dev` asks of a process that is to run the app. */
export type ToChild =
  /** Load the app's modules; before that bring the database up to date, if so asked. */
  | { readonly kind: "load"; readonly prepare: boolean }
  /** Start the app that was loaded. */
  | { readonly kind: "start" }
  /** Stop it and end. */
  | { readonly kind: "stop" }
  | PageMessage;

/** What such a process answers. */
export type FromChild =
  | { readonly kind: "loaded" }
  /** `packages` are the modules outside of the app that it has loaded: the next process can load them ahead. */
  | { readonly kind: "running"; readonly packages: readonly string[] }
  /** It couldn't be loaded or started. */
  | { readonly kind: "failed"; readonly report: ErrorReport }
  /** Its port is free again. */
  | { readonly kind: "stopped" };
