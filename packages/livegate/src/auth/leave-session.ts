import type { Context } from "hono";
import { writeSession } from "../plug/fetch-session.ts";
import { pageHeaders } from "../plug/page-headers.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import type { LastAnswer } from "../runtime/farewell.ts";
import { visitorSession } from "../runtime/open-sessions.ts";
import type { AuthContext } from "./auth-context.ts";

export type FlashMessages = Readonly<Record<string, string>>;

/** Begins a new browser session, and ends the pages that this browser has open in the former one, and in that of a user. */
export function leaveSession(auth: AuthContext, c: Context<PlugEnv>, user: { readonly id: string } | null): void {
  const session = c.get("session");
  const visitor = session.isNew ? [] : [visitorSession(session.id)];
  session.clear();
  session.renew();
  const answer = lastAnswer(c, session.id);
  auth.news.ended(user ? [user.id, ...visitor] : visitor, answer);
}

/** 303: whatever brought the form, the next page is fetched by GET. */
export function leaveFor(c: Context<PlugEnv>, to: string, flash: FlashMessages): Response {
  for (const [kind, message] of Object.entries(flash)) c.get("session").putFlash(kind, message);
  pageHeaders(c).put("cache-control", "no-store");
  writeSession(c);
  return c.redirect(to, 303);
}

/** What becomes of the answer on its way to the browser, as far as the server is told. */
function lastAnswer({ env }: Context<PlugEnv>, next: string): LastAnswer {
  const { outgoing } = env as { outgoing?: { once(event: string, listen: () => void): unknown } };
  const when = (...events: readonly string[]): Promise<void> =>
    new Promise((resolve) => {
      for (const event of events) outgoing?.once(event, resolve);
    });
  return { next, written: when("finish", "close"), arrived: when("arrived") };
}
