// Programs of apps begin at their own files and find the declarations from here.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./jsdom.d.ts" />
import { LivegateError } from "../errors/livegate-error.ts";

/** What the kit uses of an element. */
export interface DomElement extends DomParent {
  readonly tagName: string;
  readonly id: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  readonly parentElement: DomElement | null;
  readonly ownerDocument: DomDocument;
  readonly textContent: string;
  readonly outerHTML: string;
  innerHTML: string;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  closest(selector: string): DomElement | null;
  matches(selector: string): boolean;
  contains(other: DomElement): boolean;
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
}

export interface DomDocument extends DomParent {
  readonly documentElement: DomElement;
  readonly body: DomElement;
  title: string;
}

/** What the kit uses of a window. */
export interface DomWindow {
  readonly document: DomDocument;
  readonly DOMParser: new () => { parseFromString(page: string, type: "text/html"): DomDocument };
  readonly FormData: new (
    form: DomForm,
    submitter?: DomControl | null,
  ) => Iterable<readonly [name: string, value: unknown]>;
  close(): void;
}

export type Jsdom = typeof import("jsdom");

let loading: Promise<Jsdom> | null = null;

/** The DOM that tests work with: an optional package, since nobody needs it but tests. Throws LG_TEST_DOM without it. */
export const loadJsdom = (): Promise<Jsdom> => (loading ??= domFrom(() => import("jsdom")));

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
