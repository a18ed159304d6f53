import type { Navigation } from "../live/navigation.ts";
import { signFlash } from "../plug/flash-token.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import { liveRedirectPayload, redirectPayload } from "../protocol/encode.ts";
import { frameEvent } from "../protocol/wire-names.ts";

type Flash = Readonly<Record<string, string>>;

/** A navigation as the wire tells it: which message, and its payload as JSON text. */
export interface NavigationReply {
  readonly event: typeof frameEvent.liveRedirect | typeof frameEvent.redirect;
  readonly payload: string;
}

/** Puts a navigation to another view or page in the client's words; messages travel as a signed token. */
export function navigationReply(context: EndpointContext, navigation: Navigation, flash: Flash): NavigationReply {
  const to = navigationTarget(context, navigation);
  const token = Object.keys(flash).length > 0 ? signFlash(flash, context) : null;
  if (navigation.kind === "redirect") {
    return { event: frameEvent.redirect, payload: redirectPayload(to, token) };
  }
  const kind = navigation.replace ? "replace" : "push";
  return { event: frameEvent.liveRedirect, payload: liveRedirectPayload(to, kind, token) };
}

/** Where a navigation leads: a local path with the app's base, or a full external URL. */
export function navigationTarget(context: EndpointContext, { to }: Navigation): string {
  return to instanceof URL ? to.href : to.href(context.base);
}
