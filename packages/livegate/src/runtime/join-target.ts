import type { Arrival } from "../live/arrival.ts";
import type { LiveRoute } from "../live/live-route.ts";
import type { JoinPayload } from "../protocol/payloads.ts";
import type { Session } from "../plug/session.ts";
import { arrivalOf } from "./arrival.ts";
import { type LiveUrl, parseLiveUrl, withPathParams } from "./live-url.ts";
import type { NestedVisit } from "./live-instance.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import { type PageToken, readPageToken, readStaticToken } from "./page-token.ts";
import { readFlash } from "../plug/flash-token.ts";

/** Who connected: the session of the cookie, and whether it may be used. */
export interface ConnectInfo {
  readonly session: Session;
  /**
   * "trusted": cookie and CSRF token belong together. "none": no cookie came, so a visitor's page works with an empty
   * session. "untrusted": a cookie without its CSRF token, so every join is stale.
   */
  readonly trust: "trusted" | "none" | "untrusted";
  readonly remoteAddress: string;
}

/** A view around another one. */
export interface ParentView {
  readonly isClosed: boolean;
  readonly liveSession: string;
  /** Path of its page; empty where nobody has said it. */
  readonly path: string;
  /** Ends it as a failure of its own does: a view in it is linked to it. */
  crash(): void;
}

/** What a join asks to mount, or why it may not. */
export type JoinTarget =
  | {
      readonly ok: true;
      readonly route: LiveRoute;
      readonly url: LiveUrl;
      /** Where its page is, if anybody has said so: a view inside others has no URL of its own. */
      readonly page: LiveUrl | null;
      readonly token: PageToken;
      readonly flash: Readonly<Record<string, string>>;
      readonly arrival: Arrival;
      /** What the page has kept for the view; not opened yet. */
      readonly offered: string | null;
      /** Whether the view was opened by live navigation. */
      readonly navigated: boolean;
      /** Of a view inside a page. */
      readonly nested: NestedVisit | null;
      /** The view around it; it ends with that one. */
      readonly parent: ParentView | null;
      /** Whether that one crashes with it. */
      readonly isLinked: boolean;
      /** Whether the page goes where this view leads: its main view, or one of a plain page. */
      readonly leads: boolean;
    }
  | { readonly ok: false; readonly reason: "stale" | "unauthorized"; readonly url: LiveUrl | null };

/** Decides what a page's main view may mount (protocol: join, server algorithm). Only tokens and routes; guards come later. */
export function findJoinTarget(runtime: LiveRuntime, info: ConnectInfo, id: string, payload: JoinPayload): JoinTarget {
  const { context } = runtime;
  const { location } = payload;
  const url = location && parseLiveUrl(location.url, context.url.origin, context.base);
  const refuse = (reason: "stale" | "unauthorized"): JoinTarget => ({ ok: false, reason, url });

  const token = readPageToken(context, payload.session);
  if (!token || token.id !== id || !belongs(token, info)) return refuse("stale");
  const staticFlash = readStaticToken(context, id, payload.static);
  if (!staticFlash) return refuse("stale");

  const match = url && runtime.findRoute(url.path);
  if (!url || match?.kind !== "live") return refuse("unauthorized");
  const { route } = match;
  const navigated = location?.by === "redirect";
  if (route.liveSession.name !== token.liveSession) return refuse("unauthorized");
  if (!navigated && route.viewName !== token.viewName) return refuse("unauthorized");

  const flash = joinFlash(runtime, payload, navigated ? {} : staticFlash);
  const arrival = arrivalOf(context, payload);
  const ofPage = { page: url, nested: null, parent: null, isLinked: false, leads: true } as const;
  const { recover: offered } = payload.params;
  const at = withPathParams(url, match.pathParams);
  return { ok: true, route, url: at, token, flash, arrival, offered, navigated, ...ofPage };
}

/** Whether the token was made for the session of whoever connected. */
export function belongs(
  token: Pick<PageToken, "sessionId" | "userSessionId">,
  { session, trust }: ConnectInfo,
): boolean {
  if (trust === "untrusted") return false;
  return trust === "none" ? token.userSessionId === null : token.sessionId === session.id;
}

function joinFlash({ context }: LiveRuntime, payload: JoinPayload, ofPage: Readonly<Record<string, string>>) {
  const { held, mounts } = payload.params;
  const lost = held === null ? {} : readFlash(held, context);
  const own = payload.flash !== null ? readFlash(payload.flash, context) : mounts === 0 ? ofPage : {};
  return { ...own, ...lost };
}
