import type { LiveView } from "../live/live-view.ts";
import { type FormParams, decodeForm, dropEmpty } from "../protocol/form-data.ts";
import { limits } from "../protocol/limits.ts";
import { isPromise } from "./maybe-promise.ts";

/** A page's URL with its parameters: the query decoded, path parameters over it. */
export interface LiveUrl {
  /** Scheme, host, path and query as the handlers see them, without a fragment. */
  readonly href: string;
  /** Path and query with the app's base: where a full request would go. */
  readonly local: string;
  /** Path without the base: what routes match. */
  readonly path: string;
  readonly hasFragment: boolean;
  readonly params: FormParams;
}

/** Takes a page's URL apart; null where it lies outside `base`, would lead to another host, or has a query beyond the limits. */
export function parseLiveUrl(url: URL, origin: string, base: string): LiveUrl | null {
  const path = withoutBase(url.pathname, base);
  const query = decodeForm(url.search.slice(1), { bytes: limits.queryBytes });
  // "//evil.test" is no path of ours but, to whoever follows it, another host.
  if (path === null || path.startsWith("//") || !query.ok) return null;
  const local = url.pathname + url.search;
  return { href: origin + local, local, path, hasFragment: url.hash !== "", params: query.value };
}

/** The same URL with the parameters of its path, which win over the query's. */
export function withPathParams(url: LiveUrl, pathParams: Readonly<Record<string, string>>): LiveUrl {
  const params: FormParams = Object.assign(Object.create(null), url.params, pathParams);
  return { ...url, params };
}

function withoutBase(pathname: string, base: string): string | null {
  if (base === "") return pathname;
  if (pathname !== base && !pathname.startsWith(`${base}/`)) return null;
  return pathname.slice(base.length) || "/";
}

export type ParsedParams = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Checks the parameters with the view's schema; a view without one gets none. */
export function parseParams(view: LiveView, url: LiveUrl): ParsedParams | PromiseLike<ParsedParams> {
  if (!view.params) return { ok: true, value: {} };
  const result = view.params["~standard"].validate(dropEmpty(url.params));
  if (isPromise(result)) return result.then((settled) => parsed(settled));
  return parsed(result);
}

type Validated = Awaited<ReturnType<NonNullable<LiveView["params"]>["~standard"]["validate"]>>;

const parsed = (result: Validated): ParsedParams => (result.issues ? { ok: false } : { ok: true, value: result.value });
