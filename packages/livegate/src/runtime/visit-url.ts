import { LivegateError } from "../errors/livegate-error.ts";
import type { Path } from "../paths/path.ts";
import { limits } from "../protocol/limits.ts";
import type { LiveInstance } from "./live-instance.ts";
import { type LiveUrl, parseLiveUrl, parseParams, withPathParams } from "./live-url.ts";

/** Runs handleParams for a URL of the view, and again for each patch that it asks for, up to a limit. */
export async function visitUrl(instance: LiveInstance, url: LiveUrl, params: unknown): Promise<void> {
  await instance.handleParams(url, params);
  if (instance.connected) await followPatches(instance);
}

/**
 * Carries out the patches that a turn asked for. Afterwards the instance says in `patched` where it is.
 * A patch that leads to another view is the programmer's mistake and throws `LG_PATCH_TARGET`.
 */
export async function followPatches(instance: LiveInstance): Promise<void> {
  const { patchesInARow } = instance.runtime.limits;
  for (let count = 1; instance.state.navigation?.kind === "patch"; count += 1) {
    if (count > patchesInARow) {
      throw new LivegateError("LG_PATCH_LOOP", `handleParams asked for more than ${patchesInARow} patches in a row.`);
    }
    const { to, replace } = instance.state.takeNavigation()!; // The loop's condition saw it.
    if (instance.nested) {
      const what = `The live view "${instance.route.viewName}" stands inside another one and called pushPatch.`;
      throw new LivegateError("LG_VIEW_PATCH", what);
    }
    const local = (to as Path).href(instance.runtime.context.base); // A patch takes a Path only.
    instance.patched = { kind: replace ? "replace" : "push", to: local };
    await patchTo(instance, local);
  }
}

async function patchTo(instance: LiveInstance, local: string): Promise<void> {
  const url = new URL(local, instance.runtime.context.url);
  const target = findPatchTarget(instance, url);
  // A query often holds what somebody typed: it has no place in a log.
  if (!target) {
    const why =
      url.search.length > limits.queryBytes
        ? `has a query of ${url.search.length} characters`
        : `leaves the view that stands at "${instance.url.path}"`;
    throw new LivegateError("LG_PATCH_TARGET", `pushPatch to "${url.pathname}" ${why}.`);
  }
  const params = await parseParams(target.route.view, target.url);
  if (!params.ok) {
    throw new LivegateError(
      "LG_PATCH_TARGET",
      `The params of the patch target "${url.pathname}" don't fit the view's schema.`,
    );
  }
  instance.route = target.route;
  // Messages belong to the URL on which they were put.
  instance.state.setFlash(instance.state.flashOfTurn);
  await instance.handleParams(target.url, params.value);
}

/** The route behind a URL if going there is a patch: same view, same live session, same guards. */
export function findPatchTarget(instance: LiveInstance, target: URL) {
  const { context, findRoute } = instance.runtime;
  const url = parseLiveUrl(target, context.url.origin, context.base);
  const match = url && findRoute(url.path);
  if (!url || match?.kind !== "live") return null;
  const { route } = match;
  const current = instance.route;
  const same =
    route.view === current.view &&
    route.liveSession === current.liveSession &&
    route.guards.length === current.guards.length &&
    route.guards.every((step, index) => step === current.guards[index]);
  return same ? { route, url: withPathParams(url, match.pathParams) } : null;
}
