import { randomToken } from "../token/random-token.ts";

const form = /^[\w.-]{1,128}$/;

/**
 * The id by which the lines of one request are found in the logs: that of an `x-request-id` header if it has at most 128
 * letters, digits, "_", "-" and ".", else a new one.
 */
export const requestId = (header: string | null | undefined): string =>
  header && form.test(header) ? header : randomToken(15);
