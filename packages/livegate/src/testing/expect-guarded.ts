import type { App } from "../endpoint/app.ts";
import { LivegateError } from "../errors/livegate-error.ts";
import type { Guard } from "../live/guard-step.ts";
import type { Halt } from "../live/halt.ts";
import type { LiveRoute } from "../live/live-route.ts";
import { runGuards } from "../live/run-guards.ts";
import { csrfTokenFor } from "../plug/csrf.ts";
import { readSession, sessionCookie } from "../plug/session-cookie.ts";
import { signPageToken } from "../runtime/page-token.ts";
import type { PathLike } from "./http-client.ts";
import { type ChannelOwner, PageChannel } from "./page-channel.ts";
import type { SignIn, TestClient } from "./test-client.ts";
import { testApp } from "./test-app.ts";
import { TestSocket } from "./test-socket.ts";

/** Whom a guard shall keep out. */
export interface GuardedFrom {
  /** Signs in a user whom this guard, and none before it, refuses. Default: a visitor. */
  readonly as?: SignIn;
}

/**
 * Proves that a guard keeps somebody out of a live view on each way in: the request, a join by hand with a page token of the
 * same live session, and live navigation from another of its pages.
 *
 * Throws LG_TEST_GUARD with every way that is open, where the guard doesn't stand on the path, or where another guard
 * halts before it (then say `as` whom).
 *
 * @example
 * await expectGuarded(app, paths.account(), requireUser);
 * await expectGuarded(app, paths.admin(), requireAdmin, { as: asReader });
 */
export async function expectGuarded(app: App, path: PathLike, guard: Guard, { as }: GuardedFrom = {}): Promise<void> {
  await using site = testApp(app);
  const client = site.client();
  if (as) await client.signIn(as);
  const url = client.urlOf(path);
  const route = routeAt(app, url, guard);
  const { halt, userSessionId } = await haltOf(client, route, guard);
  const open = [
    ...(await openOverHttp(client, url, halt)),
    ...(await openOverSocket(client, url, { route, userSessionId })),
  ];
  if (open.length > 0) throw unguarded(`${url.pathname} isn't kept by "${guard.name}": ${open.join("; ")}.`);
}

function routeAt(app: App, { pathname }: URL, guard: Guard): LiveRoute {
  const match = app.findRoute(pathname.slice(app.context.base.length));
  if (match?.kind !== "live") throw unguarded(`No live view stands on ${pathname}.`);
  const { route } = match;
  if (route.guards.includes(guard)) return route;
  const names = route.guards.map(({ name }) => name).join(", ") || "none";
  throw unguarded(`"${guard.name}" doesn't stand on ${pathname}. Its guards: ${names}.`);
}

interface Refusal {
  readonly halt: Halt;
  /** The row of the user's session, which the guards have read by now; null for a visitor. */
  readonly userSessionId: string | null;
}

/** What the guard says to this client. */
async function haltOf({ app, cookies }: TestClient, route: LiveRoute, guard: Guard): Promise<Refusal> {
  const session = readSession(cookies.header, app.context);
  const result = await runGuards(route.guards, { session, transport: "http" });
  if (result.ok) throw unguarded(`"${guard.name}" lets this client through.`);
  if (result.by === guard.name) return { halt: result.halt, userSessionId: session.userSession?.id ?? null };
  throw unguarded(
    `"${result.by}" halts before "${guard.name}" is asked. Say whom only "${guard.name}" refuses: { as: … }`,
  );
}

async function openOverHttp(client: TestClient, url: URL, halt: Halt): Promise<readonly string[]> {
  const { status, headers } = await client.request(url);
  const expected = { redirect: 302, forbidden: 403, notFound: 404 }[halt.kind];
  const to = halt.to?.href(client.app.context.base) ?? null;
  // The way back stands behind it.
  const location = headers.get("location")?.replace(/[?&]return_to=[^&]*$/, "") ?? null;
  if (status === expected && location === to) return [];
  return [`a request is answered with ${status}, not with ${expected}${to === null ? "" : ` to ${to}`}`];
}

async function openOverSocket(
  client: TestClient,
  url: URL,
  { route, userSessionId }: { readonly route: LiveRoute; readonly userSessionId: string | null },
): Promise<readonly string[]> {
  const { context } = client.app;
  const session = readSession(client.cookies.header, context);
  const sessionId = session.id;
  const cookie = sessionCookie(session, context);
  if (cookie !== null) client.cookies.put(cookie);
  const csrfToken = csrfTokenFor(readSession(client.cookies.header, context), context);

  const ways = [
    { by: "url", viewName: route.viewName, way: "a join" },
    { by: "redirect", viewName: "/elsewhere", way: "live navigation" },
  ] as const;
  const answers = ways.map(async ({ by, viewName, way }) => {
    const channel = new PageChannel(nobody);
    channel.use(TestSocket.open(client.app, { csrfToken, cookies: client.cookies.header, owner: channel }));
    const names = { viewName, liveSession: route.liveSession.name, sessionId, userSessionId };
    const token = { id: "phx-guarded", nonce: "", ...names };
    const tokens = { session: signPageToken(context, token), static: null };
    const params = { _mounts: 0 };
    const answer = await channel.join({ id: token.id, by, url: url.href, flash: null, params, ...tokens });
    channel.drop();
    // A guard that halts sends the page to the same path over HTTP; any other refusal would prove nothing.
    if (answer.status === "error" && answer.response["redirect"]) return [];
    return [`${way} is answered with ${answer.status} ${JSON.stringify(answer.response).slice(0, 200)}`];
  });
  return (await Promise.all(answers)).flat();
}

const nobody: ChannelOwner = { changed: () => {}, patched: () => {}, keep: () => {}, moved: () => {} };

const unguarded = (what: string): LivegateError => new LivegateError("LG_TEST_GUARD", what);
