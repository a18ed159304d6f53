import { LivegateError } from "../../errors/livegate-error.ts";
import { lineOf } from "../describe-element.ts";
import type { DomControl, DomDocument, DomElement, DomForm } from "../dom.ts";
import { type FieldValues, fillControl, flatFields } from "../fill-control.ts";
import { type Narrowed, checkReachable, elementIn } from "../find-element.ts";
import type { PathLike } from "../http-client.ts";
import type { Site } from "../open-pages.ts";
import { ReadablePage } from "../readable-page.ts";
import { settleTasks } from "../settle-tasks.ts";
import type { BrowserTab } from "./browser-tab.ts";

/**
 * A page in a DOM emulator with the app's own browser script: the stock client, hooks, JS commands and focus run as in a
 * browser. Made by `site.browse()`. What needs a layout (sizes, scrolling, media queries) isn't there.
 *
 * Its timers stand still until `advance`: debounces, transitions and throttles take no real time. An error that a script
 * throws or writes to the console fails the test.
 */
export class BrowserPage extends ReadablePage implements AsyncDisposable {
  readonly #site: Site;
  readonly #tab: BrowserTab;

  constructor(site: Site, tab: BrowserTab) {
    super();
    this.#site = site;
    this.#tab = tab;
  }

  protected get dom(): DomDocument {
    return this.#tab.document;
  }

  /** Where the page is: path, query and fragment; a whole address outside of the app. */
  get path(): string {
    const { origin, href, pathname, search, hash } = this.#tab.url;
    return origin === this.#tab.origin ? pathname + search + hash : href;
  }

  /** The status of the last request. */
  get status(): number {
    return this.#tab.response?.status ?? 0;
  }

  /** The document's title. */
  get title(): string {
    return this.#tab.document.title;
  }

  /** Clicks an element that a user could reach; what can take the focus takes it. Questions (`confirm`) are answered yes. */
  async click(selector: string, narrowed: Narrowed = {}): Promise<void> {
    const element = elementIn(this.dom, selector, narrowed);
    checkReachable(element);
    const target = focusable(element) ?? this.dom.body;
    this.#dispatch(element, "MouseEvent", "mousedown", { detail: 1 });
    target.focus();
    this.#dispatch(element, "MouseEvent", "mouseup", { detail: 1 });
    this.#dispatch(element, "MouseEvent", "click", { detail: 1 });
    await this.#site.pages.settled();
  }

  /**
   * Fills inputs of a form in, each with the focus in it, as typing does: `input`, then `change`.
   *
   * @example
   * await page.fill("#album", { album: { title: "Blue" } });
   * await page.advance(200); // Its debounce.
   */
  async fill(form: string, values: FieldValues): Promise<void> {
    for (const [name, value] of flatFields(values)) {
      const control = fillControl(this.#form(form), name, value);
      control.focus();
      this.#dispatch(control, "Event", "input");
      this.#dispatch(control, "Event", "change");
      await this.#site.pages.settled();
    }
  }

  /** Submits a form by its first button, or by the one given; without a button as Enter does. */
  async submit(form: string, { submitter }: { readonly submitter?: string } = {}): Promise<void> {
    const element = this.#form(form);
    const button = submitter === undefined ? null : (elementIn(element, submitter, {}) as DomControl);
    const first = [...element.elements].find(({ type, disabled }) => type === "submit" && !disabled) ?? null;
    element.requestSubmit(button ?? first);
    await this.#site.pages.settled();
  }

  /** Presses and releases a key where the focus is. Tab moves the focus, Enter and Space press a button. */
  async press(key: string, { shift = false }: { readonly shift?: boolean } = {}): Promise<void> {
    const target = this.#focused;
    const goesOn = this.#dispatch(target, "KeyboardEvent", "keydown", { key, shiftKey: shift });
    if (goesOn && key === "Tab") this.#moveFocus(target, shift);
    this.#dispatch(this.#focused, "KeyboardEvent", "keyup", { key, shiftKey: shift });
    const isPress = (key === "Enter" && target.matches("a[href], button")) || (key === " " && target.matches("button"));
    if (goesOn && isPress) this.#dispatch(target, "MouseEvent", "click");
    await this.#site.pages.settled();
  }

  /** Moves the focus to an element. Throws LG_TEST_ELEMENT where it can't have it. Read it by `has("#title:focus")`. */
  async focus(selector: string, narrowed: Narrowed = {}): Promise<void> {
    const element = elementIn(this.dom, selector, narrowed);
    checkReachable(element);
    if (!element.matches(FOCUSABLE))
      throw new LivegateError("LG_TEST_ELEMENT", `${lineOf(element)} can't have the focus.`);
    element.focus();
    await this.#site.pages.settled();
  }

  /** Whether an element is there and nothing hides it: neither itself nor what is around it. */
  isShown(selector: string, narrowed: Narrowed = {}): boolean {
    return this.has(selector, narrowed) && elementIn(this.dom, selector, narrowed).getClientRects().length > 0;
  }

  /** Runs a script in the page and gives its value; a promise is waited for. */
  async evaluate(script: string): Promise<unknown> {
    const value = await this.#tab.window.run(script);
    await this.#site.pages.settled();
    return value;
  }

  /** Lets time pass for the page's scripts alone; `site.advance` moves the app's clock as well. */
  async advance(ms: number): Promise<void> {
    await this.#tab.elapse(ms);
    await this.#site.pages.settled();
  }

  /** Goes back in the history. */
  back(): Promise<unknown> {
    return this.evaluate("history.back()");
  }

  /** Goes to another address by a request. */
  async goto(path: PathLike): Promise<void> {
    await this.#tab.load(this.#tab.client.urlOf(path));
    await this.#site.pages.settled();
  }

  /**
   * Waits until no task (`assignAsync`, `startAsync`) runs beside any view any more, and the page shows what came of them. Gestures
   * don't wait for tasks, so that a test can look at what is loading.
   */
  settled(): Promise<void> {
    return settleTasks(this.#site);
  }

  /** Loses the connection, and lets the client come back. */
  async reconnect(): Promise<void> {
    await this.#tab.reconnect();
    await this.#site.pages.settled();
  }

  /** Closes the tab. */
  close(): Promise<void> {
    return this.#tab.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  get #focused(): DomElement {
    return this.dom.activeElement ?? this.dom.body;
  }

  #form(selector: string): DomForm {
    const element = elementIn(this.dom, selector, {});
    if (element.tagName !== "FORM") throw new LivegateError("LG_TEST_ELEMENT", `${lineOf(element)} is no form.`);
    return element as DomForm; // By its name.
  }

  #dispatch(
    element: DomElement,
    kind: "Event" | "MouseEvent" | "KeyboardEvent",
    name: string,
    init: object = {},
  ): boolean {
    const Event = this.#tab.window.window[kind];
    return element.dispatchEvent(new Event(name, { bubbles: true, cancelable: true, composed: true, ...init }));
  }

  #moveFocus(from: DomElement, isBack: boolean): void {
    const order = [...this.dom.querySelectorAll(FOCUSABLE)].filter(
      (element) => isTabbable(element) || element === from,
    );
    const at = order.indexOf(from);
    const next = isBack ? (at <= 0 ? order.at(-1) : order[at - 1]) : order[(at + 1) % order.length];
    next?.focus();
  }
}

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

const focusable = (element: DomElement): DomElement | null => element.closest(FOCUSABLE);

function isTabbable(element: DomElement): boolean {
  if (element.getAttribute("tabindex")?.startsWith("-")) return false;
  return !element.matches(":disabled, [inert] *, [type=hidden]") && element.getClientRects().length > 0;
}
