import { LivegateError } from "../errors/livegate-error.ts";
import { type Arrival, requested } from "../live/arrival.ts";
import { type Halt, halt } from "../live/halt.ts";
import { runGuards } from "../live/run-guards.ts";
import type { LiveRoute } from "../live/live-route.ts";
import type { OnMount } from "../live/hook.ts";
import { SocketState } from "../live/socket-state.ts";
import type { TurnSocket } from "../live/turn-socket.ts";
import { LiveInstance, type NestedVisit } from "./live-instance.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import { type LiveUrl, parseParams } from "./live-url.ts";
import { visitUrl } from "./visit-url.ts";
import { runTurn } from "./run-turn.ts";

/** A wish to see a live view: by HTTP, or by a join on the socket. */
export interface Visit {
  readonly runtime: LiveRuntime;
  readonly route: LiveRoute;
  readonly url: LiveUrl;
  readonly session: { get(key: string): unknown };
  readonly connected: boolean;
  /** Default: a request's. */
  readonly arrival?: Arrival;
  readonly flash: Readonly<Record<string, string>>;
  /** What the guards of the same request have given already. */
  readonly guardValues?: Readonly<Record<string, unknown>>;
  /** Of a view inside another one, which no URL leads to: what `liveRender` gave it. */
  readonly nested?: NestedVisit;
  /** Called before mount, when the instance and its first subscriptions are known: messages wait until mount is done. */
  readonly subscribe?: (instance: LiveInstance, params: unknown) => void;
  /** Values of assigns that take the place of what mount gives. */
  readonly recovered?: Readonly<Record<string, unknown>> | undefined;
  /** Asked once the guards have run, and before each hook: whether to go on. */
  readonly proceeds?: () => boolean;
}

/** What a lifecycle came to. */
export type LifecycleResult =
  /** Mounted; it may hold a navigation that mount's hooks or handleParams asked for. */
  | { readonly ok: true; readonly instance: LiveInstance }
  | { readonly ok: false; readonly halt: Halt; readonly by: "guard" | "session" | "params" | "mount" }
  /** A hook halted with a redirect, which stands in the state. */
  | { readonly ok: false; readonly halt: null; readonly state: SocketState };

const OVER: LifecycleResult = { ok: false, halt: halt.forbidden(), by: "session" };

/** Guards, hooks, mount, handleParams: the one way in which a live view begins, over HTTP and on the socket. */
export async function runLifecycle(visit: Visit): Promise<LifecycleResult> {
  const { route, session, connected, arrival = requested } = visit;
  const guarded = visit.guardValues
    ? ({ ok: true, values: visit.guardValues } as const)
    : await runGuards(route.guards, { session, transport: connected ? "socket" : "http" });
  if (!guarded.ok) return { ok: false, halt: guarded.halt, by: "guard" };
  if (visit.proceeds?.() === false) return OVER;

  const params = await parseParams(route.view, visit.url);
  if (!params.ok) return { ok: false, halt: halt.notFound(), by: "params" };
  const given = await parseSession(route, visit.nested);
  if (!given.ok) return { ok: false, halt: halt.notFound(), by: "params" };

  const { production, base } = visit.runtime.context;
  // Two views of one kind in a page have streams of the same names.
  const part = visit.nested ? { part: { ref: "", id: visit.nested.id } } : {};
  const { temporary } = route.view;
  const state = new SocketState({ connected, development: !production, base, temporary, ...part });
  state.provide(guarded.values);
  state.openUploads(route.view.uploads);
  state.setAction(route.action);
  state.setFlash(visit.flash);
  state.arrived(arrival);
  for (const hook of [...route.liveSession.onMount, ...route.view.callbacks.onMount]) {
    if (visit.proceeds?.() === false) return OVER;
    const answer = await runTurn(state, (socket) => runOnMount(hook, visit, socket));
    if (answer === "halt") return haltedByHook(state);
  }

  const { runtime, url, nested = null } = visit;
  const instance = new LiveInstance({ runtime, route, state, guardValues: guarded.values, url, nested });
  visit.subscribe?.(instance, params.value);
  const mounted = await instance.mount(params.value, arrival, given.value);
  if (mounted) return { ok: false, halt: mounted, by: "mount" };
  if (visit.recovered) state.assign(visit.recovered);
  if (nested === null) await visitUrl(instance, url, params.value);
  return { ok: true, instance };
}

/** What `liveRender` gave, checked with the view's schema. Throws LG_VIEW_SESSION where a template gave something else. */
async function parseSession({ view, viewName }: LiveRoute, nested: NestedVisit | undefined) {
  if (!nested || !view.session) return { ok: true, value: {} } as const;
  const result = await view.session["~standard"].validate(nested.values);
  if (!result.issues) return { ok: true, value: result.value } as const;
  // A token may be older than the schema: its page is loaded anew.
  if (nested.isFromToken) return { ok: false } as const;
  const why = result.issues.map(({ message }) => message).join("; ");
  throw new LivegateError("LG_VIEW_SESSION", `The "session" that liveRender gave "${viewName}" doesn't fit: ${why}.`);
}

function runOnMount(hook: OnMount, visit: Visit, socket: TurnSocket) {
  if (typeof hook === "function") return hook(visit.url.params, visit.session, socket);
  const [module, entry] = hook;
  const run = module[entry];
  if (!run)
    throw new LivegateError("LG_HOOK_ENTRY", `onMount names the entry "${entry}", which its module doesn't have.`);
  return run(visit.url.params, visit.session, socket);
}

function haltedByHook(state: SocketState): LifecycleResult {
  if (!state.navigation) throw new LivegateError("LG_HOOK_HALT", 'An onMount hook answered "halt" without a redirect.');
  return { ok: false, halt: null, state };
}
