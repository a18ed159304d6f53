import { type EndpointConfig, endpointConfig } from "livegate/endpoint";

/** Everything that differs from one place where Teacher runs to another. */
export type Config = EndpointConfig;

/**
 * Reads the settings from the environment; what is allowed to be absent stands in `endpointConfig`.
 *
 * @throws LG_CONFIG that names every variable which doesn't fit, with lines that do; never with a secret.
 */
export const loadConfig = (env: Readonly<Record<string, string | undefined>>): Config =>
  endpointConfig(env, { appDir: import.meta.dirname });
