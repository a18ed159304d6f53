export { type AttachedSockets, attach } from "./node/attach.ts";
export { builtAssets } from "./node/built-assets.ts";
export type { Ready } from "./node/readiness.ts";
export { relayWorkers } from "./node/relay-workers.ts";
export { type ServeOptions, type Served, serve } from "./node/serve.ts";
