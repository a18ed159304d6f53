import type { Context } from "hono";
import type { Path } from "../paths/path.ts";
import { pageHeaders } from "../plug/page-headers.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { userTokenDeletion } from "../plug/user-token-cookie.ts";
import type { AuthContext } from "./auth-context.ts";
import { audit } from "./audit-log.ts";
import { type FlashMessages, leaveFor, leaveSession } from "./leave-session.ts";
import { clientFacts, tokenOf } from "./request-visitor.ts";
import { endSessionOf } from "./session-end.ts";

/** Ends the session of a browser, with its open pages, and leads away. */
export async function logOutUser(
  auth: AuthContext,
  c: Context<PlugEnv>,
  { to, flash }: { readonly to: Path; readonly flash: FlashMessages },
): Promise<Response> {
  const ended = await endSessionOf(auth, tokenOf(c));
  leaveSession(auth, c, ended);
  if (ended) {
    const { network } = clientFacts(c);
    await audit(auth.db, auth.clock, { action: "log_out", userId: ended.user_id, sessionId: ended.id, network });
  }
  pageHeaders(c).addCookie(userTokenDeletion(c.env.endpoint));
  // What the browser keeps of the pages that were seen is nobody's business any more.
  pageHeaders(c).put("clear-site-data", '"cache"');
  return leaveFor(c, to.href(c.env.endpoint.base), flash);
}
