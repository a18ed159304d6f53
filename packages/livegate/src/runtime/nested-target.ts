import type { JoinPayload } from "../protocol/payloads.ts";
import { arrivalOf } from "./arrival.ts";
import { type ConnectInfo, type JoinTarget, type ParentView, belongs, findJoinTarget } from "./join-target.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import { type LiveUrl, parseLiveUrl } from "./live-url.ts";
import { type NestedToken, readNestedToken } from "./nested-token.ts";
import { readStaticToken } from "./page-token.ts";
import { type ViewPlace, nestedRoute } from "./view-place.ts";

/** The page whose connection a view joins on. */
export interface JoiningPage {
  /** What leads the page: its main view, or a view of a plain page. Null where none has joined. */
  readonly lead: PageLead | null;
  /** The channel that a view's token names as the one around it. */
  findParent(instanceId: string): ParentView | null;
}

/** Where a page is, and in which live session. */
export interface PageLead {
  readonly liveSession: string;
  /** Where the page stands now. */
  readonly url: LiveUrl;
}

/** What asks to join. */
export interface JoinRequest {
  /** DOM id of the view's container. */
  readonly id: string;
  readonly payload: JoinPayload;
  readonly page: JoiningPage;
}

/** Decides what a join may mount: a page's main view, or a view inside a page. */
export function findTarget(runtime: LiveRuntime, info: ConnectInfo, { id, payload, page }: JoinRequest): JoinTarget {
  const token = readNestedToken(runtime.context, payload.session);
  if (token === null) return findJoinTarget(runtime, info, id, payload);
  const url = ownUrl(runtime, payload) ?? page.lead?.url ?? null;
  const refuse = (reason: "stale" | "unauthorized"): JoinTarget => ({ ok: false, reason, url });
  if (token.id !== id || !belongs(token, info)) return refuse("stale");
  if (!readStaticToken(runtime.context, id, payload.static)) return refuse("stale");
  const place = runtime.findPlace(token.place);
  const view = place?.views.get(token.viewName);
  // A deploy may have taken the page away, or the view from it.
  if (!place || !view || place.liveSession !== token.liveSession) return refuse("stale");
  if ((page.lead?.liveSession ?? token.liveSession) !== token.liveSession) return refuse("unauthorized");
  const parent = token.parent === null ? null : page.findParent(token.parent);
  if (token.parent !== null && (parent === null || parent.liveSession !== token.liveSession)) return refuse("stale");
  const leads = parent === null && !token.isSticky && token.liveSession === "";
  const arrival = arrivalOf(runtime.context, payload);
  const { recover: offered } = payload.params;
  return { ...nestedTarget(runtime, place, token, url), arrival, offered, parent, isLinked: token.isLinked, leads };
}

function nestedTarget(runtime: LiveRuntime, place: ViewPlace, token: NestedToken, page: LiveUrl | null) {
  const view = place.views.get(token.viewName)!; // The caller looked.
  return {
    ok: true,
    route: nestedRoute(place, token.viewName, view),
    url: page ?? homeUrl(runtime),
    page,
    token,
    flash: {},
    navigated: false,
    nested: { id: token.id, values: token.values, isFromToken: true, isSticky: token.isSticky },
  } as const;
}

/** A view of a plain page says where the page is. */
function ownUrl({ context }: LiveRuntime, { location }: JoinPayload): LiveUrl | null {
  return location && parseLiveUrl(location.url, context.url.origin, context.base);
}

/** For a view whose page hasn't said where it is. */
function homeUrl({ context }: LiveRuntime): LiveUrl {
  const { url, base } = context;
  return parseLiveUrl(new URL(`${base}/`, url), url.origin, base)!; // Within the base, and without a query.
}
