import type { Guard } from "../live/guard-step.ts";
import type { LiveRoute } from "../live/live-route.ts";
import { resolveGuards } from "../live/run-guards.ts";
import type { JoinedView } from "./joined-view.ts";
import { askGuards } from "./rerun-guards.ts";
import { type StoppedEvent, stopEvent } from "./stop-event.ts";

const none: readonly Guard[] = [];

/** By the guards of a route: they are the same array for as long as the route is there. */
const known = new WeakMap<readonly Guard[], Map<readonly Guard[], readonly Guard[]>>();

/**
 * The guards that run again before an event or an upload: none, for most. All of the page and its own, where it has some, or one
 * of the page's gives an answer that lapses.
 */
function guardsBefore({ guards }: LiveRoute, own: readonly Guard[]): readonly Guard[] {
  const ofRoute = known.get(guards) ?? new Map<readonly Guard[], readonly Guard[]>();
  known.set(guards, ofRoute);
  const found = ofRoute.get(own);
  if (found) return found;
  const isDue = own.length > 0 || guards.some(({ lapses }) => lapses);
  const resolved = isDue ? resolveGuards(guards, own) : none;
  ofRoute.set(own, resolved);
  return resolved;
}

/** What a page asks to be done, and the guards of its own. */
interface Asked extends Pick<StoppedEvent, "ref" | "event" | "fromHook"> {
  readonly guards?: readonly Guard[];
  /** What happens where one of them says no. */
  readonly stop?: (stopped: StoppedEvent) => void | PromiseLike<void>;
}

/** Does what a page asks for once the guards have let it pass that run again before it: at once where there are none. */
export function passGuards(
  view: JoinedView,
  { guards: own = none, stop = (stopped) => stopEvent(view, stopped), ...sent }: Asked,
  pass: (guardValues: object) => void | PromiseLike<void>,
): void | PromiseLike<void> {
  const guards = guardsBefore(view.instance.route, own);
  if (guards.length === 0) return pass(view.instance.guardValues);
  return askGuards(view, guards).then((asked) => {
    if (view.channel.isClosed) return;
    return asked.ok ? pass(asked.values) : stop({ ...sent, ...asked });
  });
}
