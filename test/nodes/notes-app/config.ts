import { type EndpointConfig, endpointConfig } from "livegate/endpoint";

export const loadConfig = (env: Readonly<Record<string, string | undefined>>): EndpointConfig =>
  endpointConfig(env, { appDir: import.meta.dirname });
