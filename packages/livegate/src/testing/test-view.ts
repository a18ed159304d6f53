import { textOf } from "./describe-element.ts";
import type { DomElement } from "./dom.ts";
import { type Narrowed, elementIn, elementsIn } from "./find-element.ts";
import type { Site } from "./open-pages.ts";
import type { PageChannel, PushedEvent, SentDiff } from "./page-channel.ts";
import type { Tab } from "./tab.ts";
import { TELEPORTED } from "./teleport.ts";
import { TestElement } from "./test-element.ts";
import { TestForm } from "./test-form.ts";

/** A live view inside a page, by its container: its elements, and what the server sent it. Made by `page.view()`. */
export class TestView {
  readonly #site: Site;
  readonly #tab: Tab;
  readonly #selector: string;

  constructor(site: Site, tab: Tab, selector: string) {
    this.#site = site;
    this.#tab = tab;
    this.#selector = selector;
  }

  /** Whether it has joined. */
  get isLive(): boolean {
    return this.#channel?.isJoined ?? false;
  }

  /** Its text, or that of an element in it. */
  text(selector?: string, narrowed: Narrowed = {}): string {
    return textOf(selector === undefined ? this.#container : elementIn(this.#container, selector, narrowed));
  }

  /** Whether an element is in it. */
  has(selector: string, narrowed: Narrowed = {}): boolean {
    return elementsIn(this.#container, selector, narrowed).length > 0;
  }

  /** An element of it to use. */
  element(selector: string, narrowed: Narrowed = {}): TestElement {
    return new TestElement(this.#site, this.#tab, this.#within(selector), narrowed);
  }

  /** A form of it to fill in. */
  form(selector = "form", narrowed: Narrowed = {}): TestForm {
    return new TestForm(this.#site, this.#tab, this.#within(selector), narrowed);
  }

  /** The events that the server has pushed to it so far. */
  get events(): readonly PushedEvent[] {
    return this.#channel?.events ?? [];
  }

  /** What the server sent last to change it; null before anything was. */
  get lastDiff(): SentDiff | null {
    return this.#channel?.lastDiff ?? null;
  }

  get #container(): DomElement {
    return elementIn(this.#tab.document.dom, this.#selector, {});
  }

  get #channel(): PageChannel | null {
    return this.#tab.nested.get(this.#container.id);
  }

  #within(selector: string): string {
    const { id } = this.#container;
    // What the view has in portals stands elsewhere.
    return `:is([id="${id}"],[${TELEPORTED}="${id}"]) :is(${selector})`;
  }
}
