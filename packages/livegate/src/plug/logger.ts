import { type DestinationStream, pino, stdTimeFunctions } from "pino";
import { redactFields } from "./redact.ts";

/** Where log lines go: the fields of a line, then what happened. A pino logger is one. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** How much a logger writes, and where. */
export interface LoggerOptions {
  /** The least of what is written (default "info"). */
  readonly level?: "debug" | "info" | "warn" | "error" | "silent";
  /** Where lines are written (default: standard output). */
  readonly destination?: DestinationStream;
}

/**
 * Writes log lines as JSON. Values of fields named like secrets, and secrets in URLs, are replaced by "[redacted]".
 *
 * @example
 * const log = logger({ level: "debug" });
 * log.info({ url: "/live/websocket?_csrf_token=abc" }, "socket opened"); // _csrf_token=[redacted]
 */
export function logger({ level = "info", destination }: LoggerOptions = {}): Logger {
  // Names of secrets are a matter of words, not of places in an object: so a formatter, not pino's list of paths.
  return pino({ level, timestamp: stdTimeFunctions.isoTime, formatters: { log: redactFields } }, destination);
}
