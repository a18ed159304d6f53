export type { EndpointContext } from "./plug/endpoint-context.ts";
export { fetchLiveFlash, putFlash } from "./plug/fetch-live-flash.ts";
export { csrfTokenOf, fetchSession, writeSession } from "./plug/fetch-session.ts";
export type { Flash } from "./plug/flash.ts";
export type { Logger } from "./plug/logger.ts";
export type { PlugEnv } from "./plug/plug-env.ts";
export { type RootLayout, type RootLayoutProps, putRootLayout } from "./plug/root-layout.ts";
export { type CspDirective, type SecureHeadersOptions, nonceOf, secureHeaders } from "./plug/secure-headers.ts";
export { Session } from "./plug/session.ts";
