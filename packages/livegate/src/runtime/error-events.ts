import { errorReport } from "../overlay/error-report.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import { redactUrl } from "../plug/redact.ts";
import { errorEvent } from "../protocol/wire-names.ts";

/** An event for the page: its name and payload. */
export type PageEvent = readonly [name: string, payload: object];

/** The events that show an error of a live view on its page, to those who develop; none in production. */
export function errorEvents(
  { production }: EndpointContext,
  error: unknown,
  { during, path }: { readonly during: string; readonly path: string | undefined },
): readonly PageEvent[] {
  if (production) return [];
  return [[errorEvent, errorReport(error, { during: path ? `${during} of ${redactUrl(path)}` : during })]];
}
