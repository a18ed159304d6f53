// html: templates
export { type AttributeValue, type Attrs, attrs } from "./html/attrs.ts";
export type { Html } from "./html/brand.ts";
export { csrfField } from "./html/csrf-field.ts";
export { type Row, each, row } from "./html/each.ts";
export { EventRef } from "./html/event-ref.ts";
export { html } from "./html/html.ts";
export { type JsCommand, js } from "./html/js.ts";
export type {
  DispatchOptions,
  JsTarget,
  JsTransition,
  PushOptions,
  ShowOptions,
  Timed,
  To,
  ToggleOptions,
} from "./html/js-options.ts";
export { jsonScript } from "./html/json-script.ts";
export { type LinkOptions, link } from "./html/link.ts";
export { csrfToken, nonce } from "./html/page-constants.ts";
export type { PrintContext } from "./html/print-context.ts";
export { raw } from "./html/raw.ts";
export type { Slot } from "./html/slot.ts";
export { when } from "./html/when.ts";

// paths
export { definePaths } from "./paths/define-paths.ts";
export type { PathArgs, PathFn, PathParams, PathPart, QueryNames, QueryValue } from "./paths/path-types.ts";
export { Path, isPath } from "./paths/path.ts";
