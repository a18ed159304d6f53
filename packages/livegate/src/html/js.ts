import { LivegateError } from "../errors/livegate-error.ts";
import { Path } from "../paths/path.ts";
import type { HTML } from "./brand.ts";
import { EventRef } from "./event-ref.ts";
import {
  type DispatchOptions,
  type JsTarget,
  type PushOptions,
  type ShowOptions,
  type Timed,
  type To,
  type ToggleOptions,
  classArg,
  timedArgs,
  transitionArg,
} from "./js-options.ts";
import { Leaf } from "./leaf.ts";
import type { NamedEvent, PrintContext } from "./print-context.ts";
import { isAllowedUrl } from "./url.ts";

type Operation = readonly [name: string, args: Readonly<Record<string, unknown>>];

/** Commands that the browser runs at once, without asking the server; immutable, so one may stand at module level. */
export class JsCommand extends Leaf {
  declare readonly [HTML]: "js";
  readonly #operations: readonly Operation[];
  #printed: { readonly base: string; readonly json: string } | null = null;

  constructor(operations: readonly Operation[] = []) {
    super();
    this.#operations = operations;
  }

  /** Those that go to whoever declared them: without a target of their own. */
  override get events(): readonly NamedEvent[] {
    return this.#operations.flatMap(([, { event, target }]) =>
      event instanceof EventRef && target === undefined ? [event] : [],
    );
  }

  /** The JSON that the client takes; made once for each base. */
  text({ base }: Pick<PrintContext, "base">): string {
    if (this.#printed?.base !== base) {
      const json = JSON.stringify(this.#operations.map(([name, args]) => [name, withBase(args, base)]));
      this.#printed = { base, json };
    }
    return this.#printed.json;
  }

  /** The same for the page as a whole, where no element says to which component an event goes. */
  textForPage(base: string, targetOf: (event: NamedEvent) => number | null): string {
    const operations = this.#operations.map(([name, args]): Operation => {
      const { event, target } = args;
      const cid = event instanceof EventRef && target === undefined ? targetOf(event) : null;
      return [name, cid === null ? args : { ...args, target: cid }];
    });
    return new JsCommand(operations).text({ base });
  }

  /** Sends an event to the view or live component that declares it. `value` is typed by the event's schema. */
  push<P>(
    event: EventRef<string, P>,
    ...rest: [P] extends [void]
      ? [value?: undefined, options?: PushOptions]
      : [value: NoInfer<P>, options?: PushOptions]
  ): JsCommand {
    const [value, options] = rest;
    const { target, loading, pageLoading } = options ?? {};
    return this.#add("push", { event, target, loading, page_loading: pageLoading, value });
  }

  /** Dispatches a DOM event. A "click" can't carry a detail; a blocking event's detail can't have `done`. */
  dispatch(event: string, { to, detail, bubbles, blocking }: DispatchOptions = {}): JsCommand {
    if (event === "click" && detail !== undefined) throw refused("dispatch", "a click can't carry a detail");
    if (blocking === true && detail !== undefined && "done" in detail) {
      throw refused("dispatch", "detail.done is taken by the client when blocking");
    }
    return this.#add("dispatch", { event, to, detail, bubbles, blocking });
  }

  show(options: ShowOptions = {}): JsCommand {
    return this.#add("show", { ...timedArgs(options), display: options.display });
  }

  hide(options: Timed = {}): JsCommand {
    return this.#add("hide", timedArgs(options));
  }

  toggle({ to, display, in: ins, out, time, blocking }: ToggleOptions = {}): JsCommand {
    return this.#add("toggle", { to, display, ins: transitionArg(ins), outs: transitionArg(out), time, blocking });
  }

  addClass(names: string | readonly string[], options: Timed = {}): JsCommand {
    return this.#add("add_class", { names: classArg(names), ...timedArgs(options) });
  }

  removeClass(names: string | readonly string[], options: Timed = {}): JsCommand {
    return this.#add("remove_class", { names: classArg(names), ...timedArgs(options) });
  }

  toggleClass(names: string | readonly string[], options: Timed = {}): JsCommand {
    return this.#add("toggle_class", { names: classArg(names), ...timedArgs(options) });
  }

  transition(transition: Timed["transition"] & {}, options: Omit<Timed, "transition"> = {}): JsCommand {
    return this.#add("transition", timedArgs({ ...options, transition }));
  }

  setAttribute(name: string, value: string, { to }: To = {}): JsCommand {
    return this.#add("set_attr", { attr: [name, value], to });
  }

  removeAttribute(name: string, { to }: To = {}): JsCommand {
    return this.#add("remove_attr", { attr: name, to });
  }

  /** Sets and removes an attribute by turns, or swaps two values of it. */
  toggleAttribute(name: string, values: readonly [string] | readonly [string, string], { to }: To = {}): JsCommand {
    return this.#add("toggle_attr", { attr: [name, ...values], to });
  }

  /** Leaves attributes that the browser has set alone in later patches; `*` stands for any characters. */
  ignoreAttributes(names: string | readonly string[], { to }: To = {}): JsCommand {
    return this.#add("ignore_attrs", { attrs: classArg(names), to });
  }

  focus({ to }: To = {}): JsCommand {
    return this.#add("focus", { to });
  }

  focusFirst({ to }: To = {}): JsCommand {
    return this.#add("focus_first", { to });
  }

  pushFocus({ to }: To = {}): JsCommand {
    return this.#add("push_focus", { to });
  }

  popFocus(): JsCommand {
    return this.#add("pop_focus", {});
  }

  navigate(to: Path | string, { replace }: { readonly replace?: boolean } = {}): JsCommand {
    return this.#add("navigate", { href: destination("navigate", to), replace });
  }

  patch(to: Path | string, { replace }: { readonly replace?: boolean } = {}): JsCommand {
    return this.#add("patch", { href: destination("patch", to), replace });
  }

  /** Runs the commands that an attribute holds. */
  exec(attribute: string, { to }: { readonly to?: JsTarget } = {}): JsCommand {
    return this.#add("exec", { attr: attribute, to });
  }

  /** These commands, then the other ones. */
  concat(other: JsCommand): JsCommand {
    return new JsCommand([...this.#operations, ...other.#operations]);
  }

  #add(name: string, args: Readonly<Record<string, unknown>>): JsCommand {
    const given = Object.entries(args).filter(([, value]) => value !== undefined && value !== null);
    return new JsCommand([...this.#operations, [name, Object.fromEntries(given)]]);
  }
}

/**
 * The empty list of commands, from which all others are made.
 *
 * @example
 * html`<button phx-click=${js.push(ev.delete, { id }).hide({ to: `#album-${id}`, transition: "fade-out" })}>x</button>`
 */
export const js: JsCommand = new JsCommand();

const withBase = (args: Operation[1], base: string): Operation[1] =>
  args["href"] instanceof Path ? { ...args, href: args["href"].href(base) } : args;

function destination(command: string, to: Path | string): Path | string {
  if (to instanceof Path) return to;
  if (!/^(?:https?:)?\//i.test(to) || !isAllowedUrl(to, "link")) {
    throw refused(command, `the destination ${JSON.stringify(to)} is neither a path nor an http(s) URL`);
  }
  return to;
}

const refused = (command: string, why: string): LivegateError =>
  new LivegateError("LG_JS_COMMAND", `js.${command}() was refused: ${why}.`);
