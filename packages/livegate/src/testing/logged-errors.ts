import type { Logger } from "../plug/logger.ts";

/** The errors that a log is told of, also where it writes nothing. */
export interface LoggedErrors {
  /** The last one; null where there was none. */
  readonly last: unknown;
  stop(): void;
}

/** Looks over a log's shoulder: whoever sees a view crash wants to know why. */
export function watchErrors(log: Logger): LoggedErrors {
  const { error } = log;
  let last: unknown = null;
  log.error = (fields, message) => {
    if ("err" in fields) last = fields.err;
    error.call(log, fields, message);
  };
  return {
    get last() {
      return last;
    },
    stop: () => void (log.error = error),
  };
}
