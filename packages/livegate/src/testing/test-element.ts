import { textOf } from "./describe-element.ts";
import type { DomControl, DomElement } from "./dom.ts";
import { type Narrowed, elementIn } from "./find-element.ts";
import { click, moveFocus, press, pushFromHook, scroll } from "./gestures.ts";
import type { Site } from "./open-pages.ts";
import type { Tab } from "./tab.ts";

/**
 * An element of a page, found anew each time it is used. An action on one that is missing, hidden or disabled, or that it
 * has no binding for, throws LG_TEST_ELEMENT with what there is instead. Made by `page.element()`.
 */
export class TestElement {
  readonly #site: Site;
  readonly #tab: Tab;
  readonly #selector: string;
  readonly #narrowed: Narrowed;

  constructor(site: Site, tab: Tab, selector: string, narrowed: Narrowed) {
    this.#site = site;
    this.#tab = tab;
    this.#selector = selector;
    this.#narrowed = narrowed;
  }

  /** Clicks it: follows a link, runs `phx-click`, ticks a box, submits a button's form. A question asked before is answered yes. */
  click(): Promise<void> {
    return this.#act((element) => click(this.#tab, element));
  }

  /** Presses a key in it: its `phx-keydown`, and every `phx-window-keydown`. */
  keydown(key: string): Promise<void> {
    return this.#act((element) => press(this.#tab, "keydown", key, element));
  }

  /** Releases a key in it. */
  keyup(key: string): Promise<void> {
    return this.#act((element) => press(this.#tab, "keyup", key, element));
  }

  /** Moves the focus to it: `phx-focus`. */
  focus(): Promise<void> {
    return this.#act((element) => moveFocus(this.#tab, "focus", element));
  }

  /** Moves the focus away from it: `phx-blur`. */
  blur(): Promise<void> {
    return this.#act((element) => moveFocus(this.#tab, "blur", element));
  }

  /** Scrolls it until its last child, or its first one, is in sight: `phx-viewport-bottom` or `phx-viewport-top`. */
  scrollTo(end: "bottom" | "top"): Promise<void> {
    return this.#act((element) => scroll(this.#tab, element, end));
  }

  /** Sends an event as the element's hook does by `pushEvent`, and gives the handler's reply; null without one. */
  pushEvent(event: string, payload: unknown = {}): Promise<unknown> {
    return this.#act((element) => pushFromHook(this.#tab, element, { event, payload }));
  }

  /** Sends an event as its hook does by `pushEventTo`: to the component that `target` is in. */
  pushEventTo(target: string, event: string, payload: unknown = {}): Promise<unknown> {
    return this.#act((element) => pushFromHook(this.#tab, element, { event, payload, target }));
  }

  /** Its text, white space as a reader sees it. */
  get text(): string {
    return textOf(this.#find());
  }

  /** Its markup. */
  get html(): string {
    return this.#find().outerHTML;
  }

  /** What an input, select or textarea holds now. */
  get value(): string {
    return (this.#find() as DomControl).value;
  }

  /** An attribute's value; null without it. */
  attribute(name: string): string | null {
    return this.#find().getAttribute(name);
  }

  #find(): DomElement {
    return elementIn(this.#tab.document.dom, this.#selector, this.#narrowed);
  }

  async #act<Result>(gesture: (element: DomElement) => Promise<Result>): Promise<Result> {
    const result = await gesture(this.#find());
    await this.#site.pages.settled();
    return result;
  }
}
