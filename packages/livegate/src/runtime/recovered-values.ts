import type { JoinTarget } from "./join-target.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import { openKept } from "./recover-token.ts";

/**
 * What a page has kept for the view that it joins again, by the view's schemas; null where there is nothing to be had.
 *
 * Each value stands for itself: one that doesn't fit any more, as after a deploy, is left out. Why is said in the log.
 */
export async function recoveredValues(
  runtime: LiveRuntime,
  target: Extract<JoinTarget, { ok: true }>,
): Promise<Readonly<Record<string, unknown>> | null> {
  const { offered, arrival, route } = target;
  // A page that has navigated brings what the view before it has left.
  if (offered === null || arrival.navigationType !== "reconnect") return null;
  const refuse = (reason: string, name?: string, err?: unknown): null => {
    runtime.counters.increment("recover_refused");
    runtime.context.log.warn({ view: route.viewName, reason, name, err }, "values that a page had kept are ignored");
    return null;
  };
  const opened = openKept(runtime, target, offered);
  if (!opened.ok) return refuse(opened.reason);
  const values: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(route.view.recover)) {
    if (!Object.hasOwn(opened.values, name)) continue;
    try {
      // oxlint-disable-next-line no-await-in-loop -- most schemas don't wait, and there are few
      const result = await schema["~standard"].validate(opened.values[name]);
      if (result.issues) refuse(result.issues.map(({ message }) => message).join("; "), name);
      else values[name] = result.value;
    } catch (error) {
      // The page would bring the same again with each join.
      refuse("its schema failed", name, error);
    }
  }
  return Object.keys(values).length > 0 ? values : null;
}
