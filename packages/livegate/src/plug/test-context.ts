import { type ManualClock, manualClock } from "../clock/manual-clock.ts";
import { keyring } from "../token/keyring.ts";
import { Secret } from "../token/secret.ts";
import type { EndpointContext } from "./endpoint-context.ts";
import { type Logger, type LoggerOptions, logger } from "./logger.ts";

/** An endpoint's context for tests: real keys and log, a clock that stands still. */
export interface TestContext extends EndpointContext {
  readonly clock: ManualClock;
  /** Everything that was logged, from "debug" on, as it would be written. */
  readonly logged: readonly string[];
}

interface TestContextOptions extends Partial<Omit<EndpointContext, "url" | "clock" | "log">> {
  readonly url?: string;
  readonly clock?: ManualClock;
}

/** The context of an app at `url` (default http://shop.test). */
export function testContext({ url = "http://shop.test", clock, ...settings }: TestContextOptions = {}): TestContext {
  const address = new URL(url);
  const [log, logged] = memoryLog();
  return {
    url: address,
    base: "",
    secure: address.protocol === "https:",
    hstsSubdomains: false,
    production: true,
    keyring: testKeys("first"),
    clock: clock ?? manualClock(),
    log,
    logged,
    hasPage: () => true,
    asset: (path) => path,
    hasAsset: () => true,
    reloadScript: null,
    trustedProxies: [],
    allowedHosts: [],
    allowedOrigins: [],
    ...settings,
  };
}

/** Keys made of secrets that begin with these words. */
export const testKeys = (...words: readonly string[]) => keyring(words.map((word) => new Secret(word.padEnd(32, "."))));

/** A log that keeps its lines. */
export function memoryLog(level: LoggerOptions["level"] = "debug"): readonly [Logger, readonly string[]] {
  const lines: string[] = [];
  return [logger({ level, destination: { write: (line) => void lines.push(line) } }), lines];
}
