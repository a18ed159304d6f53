import { LivegateError } from "../errors/livegate-error.ts";
import type { Html } from "../html/brand.ts";
import type { Placement } from "../html/placement.ts";
import type { NamedEvent } from "../html/print-context.ts";
import { Rendered } from "../html/rendered.ts";
import type { LiveComponent } from "../live/component-kind.ts";
import { SocketState } from "../live/socket-state.ts";
import type { TurnSocket } from "../live/turn-socket.ts";
import type { UploadEntry } from "../live/upload-types.ts";
import { Path } from "../paths/path.ts";
import { andThen } from "./maybe-promise.ts";
import type { OwnerContext } from "./owner-context.ts";
import { runTurn } from "./run-turn.ts";

type Values = Readonly<Record<string, unknown>>;

/** One mounted live component: its state, its callbacks and its last print. Lives in its view's mailbox. */
export class ComponentInstance {
  readonly component: LiveComponent;
  readonly id: string;
  readonly cid: number;
  readonly state: SocketState;
  /** What its prints know; another one where it has come to stand in another parent. */
  context: OwnerContext;
  /** How the client has it; null where it has nothing of it. */
  printed: Rendered | null = null;
  /** Whether the page has lost it, and hasn't been sent it whole since. */
  isMarked = false;
  /** The message that met it last. */
  metIn = 0;
  /** The message that printed it last, and whether with its statics. */
  printedIn = 0;
  printedWhole = false;
  #isMounted = false;
  /** Props as the template gave them, and as they are with what was sent besides. */
  #given: Values;
  #props: Values;
  /** The props before those that no update has seen; undefined where none is due. */
  #former: Values | null | undefined = null;

  constructor(placement: Placement, cid: number, context: OwnerContext, view: SocketState) {
    // A placement is made by calling a live component.
    this.component = placement.component as LiveComponent;
    this.id = placement.id;
    this.cid = cid;
    this.context = context.within(this.component, cid);
    const { connected, base } = view;
    const part = { ref: `${cid}-`, id: view.partId === null ? placement.id : `${view.partId}-${placement.id}` };
    const targetOf = (event: NamedEvent) => this.context.targetOf(event, null);
    this.state = new SocketState({ connected, development: context.development, base, part, targetOf });
    this.state.openUploads(this.component.uploads);
    this.#given = placement.props;
    this.#props = placement.props;
  }

  /** Takes the place and the props that a template gives; gives whether there is something to do. */
  placeAt(parent: OwnerContext, given: Values): boolean {
    if (this.context.parent !== parent) {
      // Where its events go may depend on what is around it.
      this.context = parent.within(this.component, this.cid);
      if (!this.state.hasForgottenItems) this.printed = null;
    }
    if (this.isMarked) {
      this.isMarked = false;
      this.printed = null;
    }
    if (!isEqual(this.#given, given)) this.#take(given);
    this.#given = given;
    return this.printed === null || !this.isReady;
  }

  /** Lays props over the present ones: an update is due, whatever they are. */
  sendUpdate(patch: Values): void {
    this.#take({ ...this.#props, ...patch });
  }

  #take(props: Values): void {
    if (this.#former === undefined) this.#former = this.#props;
    this.#props = props;
  }

  /** Whether it can be printed as it is: no update is due, and so neither is mount. */
  get isReady(): boolean {
    return this.#former === undefined;
  }

  /** Takes the props that are due, and mounts it if it is new. */
  prepare(guardValues: Values): void | PromiseLike<void> {
    const { state, id } = this;
    if (!this.#isMounted) state.provide(guardValues);
    state.takeProps({ ...this.#props, id });
    if (this.#isMounted) return;
    this.#isMounted = true;
    const args = { ...guardValues, ...this.#props, id, connected: state.connected };
    // liveComponent() types mount's result as an object of assigns.
    return andThen(this.component.callbacks.mount(args as never), (mounted) => state.assign(mounted as Values));
  }

  /** The props before those that no update has seen, once: null right after mount. */
  takeFormer(): Values | null {
    const former = this.#former ?? null;
    this.#former = undefined;
    return former;
  }

  /** Runs the handler of an event. */
  handleEvent(name: string, payload: unknown, record: unknown): unknown {
    const handler = this.component.callbacks.handle[name] as unknown as Handler;
    return runTurn(this.state, (socket) => handler(socket, payload, record));
  }

  /** Runs what is to be done when a file has come further. */
  handleProgress(upload: string, entry: UploadEntry): unknown {
    const handler = this.component.callbacks.handleProgress[upload];
    return handler && runTurn(this.state, (socket) => handler(socket as never, entry));
  }

  /** Its props, with what was sent besides. */
  get props(): Values {
    return { ...this.#props, id: this.id };
  }

  /** It is shown no more: what it has goes. */
  end(): void {
    this.state.end();
  }

  /** Evaluates its template. Throws LG_COMPONENT_ROOT. */
  render(): Rendered {
    const { render, refs } = this.component.callbacks;
    const html: Html = render(this.state.assigns as never, refs as never);
    if (html instanceof Rendered && html.template.singleRoot) return html;
    const where =
      html instanceof Rendered ? `the template at ${html.template.source}` : "something that is no template";
    throw new LivegateError("LG_COMPONENT_ROOT", `The live component "${this.id}" rendered ${where}.`);
  }
}

/** A handler as the runtime calls it: its types were checked where the component was declared. */
type Handler = (socket: TurnSocket, payload: unknown, record: unknown) => unknown;

function isEqual(a: Values, b: Values): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
  );
}

/** A path is made anew by each render. */
const isSame = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) || (a instanceof Path && b instanceof Path && `${a}` === `${b}`);
