import { LivegateError } from "../errors/livegate-error.ts";
import type { EventRef } from "../html/event-ref.ts";
import type { JsCommand } from "../html/js.ts";
import type { Path } from "../paths/path.ts";
import type { PresenceRef } from "../pubsub/presence.ts";
import { checkedMeta } from "../pubsub/presences.ts";
import { execEvent } from "../protocol/wire-names.ts";
import type { AssignAsyncOptions, AsyncOutcome, AsyncTask, RunTask, StreamAsyncOptions } from "./async-task.ts";
import type { ComponentId, LiveComponent } from "./component-kind.ts";
import type { AttachedHook, HookSocket, HookStage } from "./hook.ts";
import { type ExternalTarget, type Navigation, type PushOptions, externalUrl } from "./navigation.ts";
import type { UploadLimits } from "./open-upload.ts";
import type { SocketState } from "./socket-state.ts";
import type { Flash, Socket, UploadsOf } from "./socket-types.ts";
import type { StateUploads, TakeUpload } from "./state-uploads.ts";
import { type StreamHandle, streamHandle } from "./stream-handle.ts";
import type { UploadDeclarations } from "./upload.ts";

type Values = Record<string, unknown>;

/** The socket that a handler gets: it writes through to the state until its turn is over. */
export class TurnSocket implements Socket<Values, {}, UploadDeclarations>, HookSocket {
  readonly #state: SocketState;
  #open = true;
  /** Made for the handler that asks for it, which few do. */
  #abort: AbortController | null = null;

  constructor(state: SocketState) {
    this.#state = state;
  }

  /** Ends the turn: from now on every call throws. */
  end(): void {
    this.#open = false;
    if (this.#abort) this.#state.signals.forget(this.#abort);
  }

  get connected(): boolean {
    return this.#state.connected;
  }

  get signal(): AbortSignal {
    return (this.#abort ??= this.#during("signal").signals.begin()).signal;
  }

  get assigns(): Readonly<Values> {
    return this.#state.assigns;
  }

  get flash(): Flash {
    return this.#state.flash;
  }

  get uploads(): UploadsOf<UploadDeclarations> {
    return this.#state.assigns["uploads"] as UploadsOf<UploadDeclarations>; // Set by SocketState only.
  }

  assign(patch: Readonly<Values>): this {
    this.#during("assign").assign(patch);
    return this;
  }

  update(key: string, change: (value: never) => unknown): this {
    const state = this.#during("update");
    state.assign({ [key]: change(state.assigns[key] as never) }); // Typed where the view is declared.
    return this;
  }

  assignNew(key: string, make: () => unknown): this {
    const state = this.#during("assignNew");
    if (state.assigns[key] === undefined) state.assign({ [key]: make() });
    return this;
  }

  pushPatch(to: Path, options: PushOptions = {}): this {
    return this.#navigate("pushPatch", { kind: "patch", to, replace: options.replace ?? false });
  }

  pushNavigate(to: Path, options: PushOptions = {}): this {
    return this.#navigate("pushNavigate", { kind: "navigate", to, replace: options.replace ?? false });
  }

  redirect(to: Path | ExternalTarget): this {
    const target = "external" in to ? externalUrl(to) : to;
    return this.#navigate("redirect", { kind: "redirect", to: target, replace: false });
  }

  pushEvent(name: string, payload: object): this {
    this.#during("pushEvent").pageEvents.push([name, payload]);
    return this;
  }

  exec(command: JsCommand): this {
    const state = this.#during("exec");
    state.pageEvents.push([execEvent, { js: command.textForPage(state.base, state.targetOf) }]);
    return this;
  }

  stream(key: string): StreamHandle<never> {
    return streamHandle((operation) => this.#during("stream").changeStream(key, operation));
  }

  putFlash(kind: string, message: string): this {
    this.#during("putFlash").putFlash(kind, message);
    return this;
  }

  clearFlash(kind?: string): this {
    this.#during("clearFlash").clearFlash(kind);
    return this;
  }

  assignAsync(keys: string | readonly string[], run: RunTask<unknown>, options: AssignAsyncOptions = {}): this {
    const { timeout = null, reset = false } = options;
    const names = typeof keys === "string" ? [keys] : keys;
    this.#during("assignAsync").tasks.assignAsync(names, run, timeout, reset);
    return this;
  }

  streamAsync(key: string, run: RunTask<unknown>, options: StreamAsyncOptions = {}): this {
    this.#during("streamAsync").tasks.streamAsync(key, run, options);
    return this;
  }

  startAsync<T>(name: string, { run, handleAsync, timeout }: AsyncTask<T, this>): this {
    // What `run` gives is what `handleAsync` takes.
    const land = handleAsync as ((socket: object, outcome: AsyncOutcome<unknown>) => unknown) | undefined;
    const task = { run, timeout: timeout ?? null, tellsFailure: land !== undefined, land: land ?? (() => undefined) };
    this.#during("startAsync").tasks.startAsync(name, task);
    return this;
  }

  cancelAsync(name: string): this {
    this.#during("cancelAsync").tasks.cancelAsync(name);
    return this;
  }

  sendUpdate(component: LiveComponent, id: ComponentId, props: Readonly<Values>): this {
    this.#during("sendUpdate").outbox.push({ kind: "update", component, id: `${id}`, props });
    return this;
  }

  sendEvent(event: EventRef, payload?: unknown): this {
    this.#during("sendEvent").outbox.push({ kind: "event", event, payload, cid: null });
    return this;
  }

  attachHook(name: string, stage: HookStage, hook: AttachedHook): this {
    this.#during("attachHook").attachHook(name, stage, hook);
    return this;
  }

  detachHook(name: string, stage: HookStage): this {
    this.#during("detachHook").detachHook(name, stage);
    return this;
  }

  async consumeUploadedEntries<R>(name: string, take: TakeUpload): Promise<readonly R[]> {
    const results = await this.#uploadsDuring("consumeUploadedEntries", name).consume(name, take);
    return results as readonly R[]; // Typed where the view is declared.
  }

  async consumeUploadedEntry<R>(name: string, ref: string, take: TakeUpload): Promise<R | null> {
    const [result = null] = await this.#uploadsDuring("consumeUploadedEntry", name).consume(name, take, ref);
    return result as R | null; // Typed where the view is declared.
  }

  cancelUpload(name: string, ref: string): this {
    this.#uploadsDuring("cancelUpload", name).cancel(name, ref);
    return this;
  }

  allowUpload(name: string, limits: UploadLimits = {}): this {
    this.#uploadsDuring("allowUpload", name).allow(name, limits);
    return this;
  }

  disallowUpload(name: string): this {
    this.#uploadsDuring("disallowUpload", name).disallow(name);
    return this;
  }

  #uploadsDuring(call: string, name: string): StateUploads {
    const { uploads } = this.#during(call);
    if (uploads) return uploads;
    throw new LivegateError("LG_UPLOAD_NAME", `socket.${call}("${name}") was called, but no uploads are declared.`);
  }

  track<Meta>(presence: PresenceRef<Meta>, key: string | number, meta: Meta): this {
    const state = this.#during("track");
    if (!state.connected) return this;
    if (!state.hears(presence.name)) throw unheard(presence.name);
    state.presenceWishes.push({
      topicName: presence.name,
      as: { key: `${key}`, meta: checkedMeta(presence, `${key}`, meta) },
    });
    return this;
  }

  untrack({ name }: PresenceRef): this {
    this.#during("untrack").presenceWishes.push({ topicName: name, as: null });
    return this;
  }

  #navigate(call: string, navigation: Navigation): this {
    this.#during(call).navigation = navigation;
    return this;
  }

  #during(call: string): SocketState {
    if (!this.#open) {
      throw new LivegateError("LG_SOCKET_TURN_OVER", `socket.${call}() was called after its turn was over.`);
    }
    return this.#state;
  }
}

const unheard = (name: string): LivegateError =>
  new LivegateError("LG_PRESENCE", `socket.track() was called for "${name}", which this view doesn't hear.`);
