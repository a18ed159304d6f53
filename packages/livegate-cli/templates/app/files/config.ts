import { type EndpointConfig, endpointConfig } from "livegate/endpoint";

/** Everything that differs from one place where the app runs to another. */
export type Config = EndpointConfig;

/**
 * Reads the settings from the environment, to which the command adds those of `.env`.
 *
 * @throws LG_CONFIG that names every variable which doesn't fit, with lines that do.
 */
export const loadConfig = (env: Readonly<Record<string, string | undefined>>): Config =>
  endpointConfig(env, { appDir: import.meta.dirname });
