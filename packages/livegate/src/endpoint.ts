export type { App, ConnectResult, RequestOrigin, UpgradeRequest } from "./endpoint/app.ts";
export { type EndpointOptions, endpoint } from "./endpoint/endpoint.ts";
export type { EndpointSettings } from "./endpoint/endpoint-settings.ts";
export type { ErrorDocument, ErrorDocumentProps, ErrorStatus } from "./endpoint/error-page.ts";
export type { Connection } from "./runtime/live-connection.ts";
export { type LiveLimits, defaultLiveLimits } from "./runtime/live-limits.ts";
export type { Transport } from "./runtime/transport.ts";
export { type EndpointConfig, type LogLevel, endpointConfig } from "./endpoint/config.ts";
