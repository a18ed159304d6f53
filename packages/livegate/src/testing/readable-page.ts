import { textOf } from "./describe-element.ts";
import type { DomDocument } from "./dom.ts";
import { type Narrowed, elementIn, elementsIn } from "./find-element.ts";

/** What can be read on a page, by CSS selectors. */
export abstract class ReadablePage {
  /** The document as it is now. */
  protected abstract get dom(): DomDocument;

  /** The text of an element, or of the whole page, white space as a reader sees it. Throws LG_TEST_ELEMENT unless one fits. */
  text(selector = "body", narrowed: Narrowed = {}): string {
    return textOf(elementIn(this.dom, selector, narrowed));
  }

  /** The markup of an element, or of the whole page. Throws LG_TEST_ELEMENT unless one fits. */
  html(selector = "html", narrowed: Narrowed = {}): string {
    return elementIn(this.dom, selector, narrowed).outerHTML;
  }

  /** Whether an element is on the page. */
  has(selector: string, narrowed: Narrowed = {}): boolean {
    return this.count(selector, narrowed) > 0;
  }

  /** How many elements fit. */
  count(selector: string, narrowed: Narrowed = {}): number {
    return elementsIn(this.dom, selector, narrowed).length;
  }

  /** The texts of all elements that fit, in the order of the page. */
  texts(selector: string): readonly string[] {
    return elementsIn(this.dom, selector, {}).map(textOf);
  }
}
