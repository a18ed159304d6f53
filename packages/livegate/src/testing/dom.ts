import type { Context } from "node:vm";
import { LivegateError } from "../errors/livegate-error.ts";

/** What the kit uses of an element. */
export interface DomElement extends DomParent {
  readonly tagName: string;
  readonly id: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  readonly parentElement: DomElement | null;
  readonly firstElementChild: DomElement | null;
  readonly lastElementChild: DomElement | null;
  readonly ownerDocument: DomDocument;
  readonly textContent: string;
  readonly outerHTML: string;
  innerHTML: string;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  insertAdjacentHTML(where: "beforebegin" | "beforeend", html: string): void;
  remove(): void;
  closest(selector: string): DomElement | null;
  matches(selector: string): boolean;
  contains(other: DomElement): boolean;
  focus(): void;
  getClientRects(): { readonly length: number };
  /** False where a listener has prevented the default. */
  dispatchEvent(event: DomEvent): boolean;
}

export interface DomEvent {
  readonly type: string;
}

/** Whether an element hides itself: by its style, or by `hidden` where its style says nothing. */
export function hidesItself(element: DomElement): boolean {
  const style = element.getAttribute("style") ?? "";
  if (/visibility:\s*hidden/.test(style)) return true;
  const display = /display:\s*([\w-]+)/.exec(style)?.[1];
  return display === undefined ? element.hasAttribute("hidden") : display === "none";
}

export interface DomParent {
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): Iterable<DomElement> & { readonly length: number };
}

/** An input, select, textarea or button. */
export interface DomControl extends DomElement {
  readonly name: string;
  readonly type: string;
  readonly form: DomForm | null;
  readonly disabled: boolean;
  readonly readOnly?: boolean;
  readonly options?: Iterable<DomOption>;
  readonly multiple?: boolean;
  value: string;
  checked: boolean;
}

export interface DomOption extends DomElement {
  readonly value: string;
  readonly disabled: boolean;
  selected: boolean;
}

export interface DomForm extends DomElement {
  readonly elements: Iterable<DomControl>;
  requestSubmit(submitter?: DomControl | null): void;
}

export interface DomDocument extends DomParent {
  readonly documentElement: DomElement;
  readonly body: DomElement;
  readonly activeElement: DomElement | null;
  contains(element: DomElement): boolean;
  title: string;
}

type EventClass = new (name: string, init: object) => DomEvent;

/** What the kit uses of a window. */
export interface DomWindow {
  readonly Event: EventClass;
  readonly MouseEvent: EventClass;
  readonly KeyboardEvent: EventClass;
  addEventListener(name: string, listen: (event: DomEvent) => void): void;
  readonly document: DomDocument;
  readonly DOMParser: new () => { parseFromString(page: string, type: "text/html"): DomDocument };
  readonly FormData: new (
    form: DomForm,
    submitter?: DomControl | null,
  ) => Iterable<readonly [name: string, value: unknown]>;
  close(): void;
}

/** What the kit uses of jsdom. The package's own types would bring a browser's globals into every file. */
export interface Jsdom {
  readonly JSDOM: new (
    page: string,
    options?: object,
  ) => { readonly window: DomWindow; getInternalVMContext(): Context };
  readonly VirtualConsole: new () => { on(event: string, listen: (...words: unknown[]) => void): unknown };
}

let loading: Promise<Jsdom> | null = null;

/** The DOM that tests work with: an optional package, since nobody needs it but tests. Throws LG_TEST_DOM without it. */
export const loadJsdom = (): Promise<Jsdom> => (loading ??= domFrom(() => import("jsdom" as string) as Promise<Jsdom>));

export async function domFrom(load: () => Promise<Jsdom>): Promise<Jsdom> {
  try {
    return await load();
  } catch (cause) {
    throw new LivegateError("LG_TEST_DOM", `The package "jsdom" can't be loaded: ${String(cause)}`, undefined, {
      cause,
    });
  }
}

let parsing: Promise<DomWindow> | null = null;

/** A window without a page, whose parser and forms all pages of the fast driver share. */
export const parserWindow = (): Promise<DomWindow> =>
  (parsing ??= loadJsdom().then(({ JSDOM }) => new JSDOM("").window));
