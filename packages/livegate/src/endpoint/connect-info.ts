import { clientOf } from "../plug/client-address.ts";
import { verifyCsrf } from "../plug/csrf.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import { readSession } from "../plug/session-cookie.ts";
import type { ConnectInfo } from "../runtime/join-target.ts";

/** What a request says about who wants to connect, whatever it is carried by. */
export interface ConnectingClient {
  readonly cookie: string | null | undefined;
  /** Not verified yet. */
  readonly csrfToken: string | null;
  /** The peer's address. */
  readonly remoteAddress: string;
  readonly forwardedFor: string | null | undefined;
  readonly forwardedProto: string | null | undefined;
}

/** Who connects, and whether the session of its cookie may be used: the CSRF token has to belong to it. */
export function connectInfo(context: EndpointContext, client: ConnectingClient): ConnectInfo {
  const session = readSession(client.cookie, context);
  const { address: remoteAddress } = clientOf(client, context);
  // Without its session nothing proves that the page which connects is the user's own.
  if (session.isNew) {
    return { session, trust: session.get("user_token") === null ? "none" : "untrusted", remoteAddress };
  }
  return { session, trust: verifyCsrf(session, client.csrfToken, context) ? "trusted" : "untrusted", remoteAddress };
}
