import { type ErrorCode, catalogue } from "./catalogue.ts";

/**
 * A broken promise by the programmer, found at start or while developing.
 *
 * `code` is stable and documented in `docs/errors.md`; the message says what happened, with the value, and what to do.
 * Input of users and of the network never throws one of these: it is answered as a value.
 *
 * @example
 * throw new LivegateError("LG_CONFIG", 'PORT is "abc", not a number from 0 to 65535.', "PORT=4000 npm start");
 */
export class LivegateError extends Error {
  override readonly name = "LivegateError";
  readonly code: ErrorCode;
  /** What to do about it; often code to paste. */
  readonly remedy: string;

  constructor(code: ErrorCode, what: string, remedy?: string, options?: ErrorOptions) {
    const fix = remedy ?? catalogue[code].remedy;
    super(`[${code}] ${what}\n\n${indent(fix)}\n`, options);
    this.code = code;
    this.remedy = fix;
  }
}

const indent = (text: string): string => text.replace(/^/gm, "    ");
