import { type ErrorCode, catalogue } from "./catalogue.ts";
import type { TemplateSite } from "./template-site.ts";

interface LivegateErrorOptions extends ErrorOptions {
  /** The slot of the template that it is about. */
  readonly site?: TemplateSite;
}

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
  // Private, so that logs leave them out.
  readonly #what: string;
  readonly #site: TemplateSite | null;

  constructor(code: ErrorCode, what: string, remedy?: string, { site, ...options }: LivegateErrorOptions = {}) {
    const fix = remedy ?? catalogue[code].remedy;
    super(`[${code}] ${what}\n\n${indent(fix)}\n`, options);
    this.code = code;
    this.remedy = fix;
    this.#what = what;
    this.#site = site ?? null;
  }

  /** What happened: the message without code and remedy. */
  get what(): string {
    return this.#what;
  }

  /** The slot of the template that it is about; null where it is about something else. */
  get site(): TemplateSite | null {
    return this.#site;
  }
}

const indent = (text: string): string => text.replace(/^/gm, "    ");
