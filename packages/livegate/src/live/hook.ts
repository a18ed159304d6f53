import type { MaybePromise } from "./guard-types.ts";
import type { Path } from "../paths/path.ts";

/** What a hook sees of a view: its state as it is, and the means to halt it. Adds no types; access belongs to guards. */
export interface HookSocket {
  readonly connected: boolean;
  readonly assigns: Readonly<Record<string, unknown>>;
  assign(patch: Readonly<Record<string, unknown>>): unknown;
  assignNew(key: string, make: () => unknown): unknown;
  putFlash(kind: string, message: string): unknown;
  pushEvent(name: string, payload: object): unknown;
  redirect(to: Path): unknown;
  pushNavigate(to: Path): unknown;
  attachHook(name: string, stage: HookStage, hook: AttachedHook): unknown;
  detachHook(name: string, stage: HookStage): unknown;
}

/** "cont" goes on with the next step; "halt" stops here. */
export type HookAnswer = "cont" | "halt";

/** Runs before a view's mount, over HTTP and on the socket. A halt must redirect; otherwise `LG_HOOK_HALT` is thrown. */
export type OnMountHook = (
  params: Readonly<Record<string, unknown>>,
  session: { get(key: string): unknown },
  socket: HookSocket,
) => MaybePromise<HookAnswer>;

/** A hook, or one of several named entries of a module: `[liveAuth, "requireAuthenticatedUser"]`. */
export type OnMount = OnMountHook | readonly [module: Readonly<Record<string, OnMountHook>>, entry: string];

/** Where a hook can be attached while a view lives. */
export type HookStage = "handleParams" | "handleEvent" | "handleMessage" | "handleAsync" | "afterRender";

/** What an attached hook is told: the event's name and payload, the params and URI, the message, or what came of a task. */
export interface HookOccasion {
  readonly stage: HookStage;
  /** Event name, URI, topic name, or the names that a task brings. */
  readonly name: string;
  /** Payload, params, message or outcome; undefined after a render. */
  readonly value: unknown;
}

/** A step in a stage; "halt" keeps the later hooks and the view's own handler from running. */
export type AttachedHook = (occasion: HookOccasion, socket: HookSocket) => MaybePromise<HookAnswer | void>;
