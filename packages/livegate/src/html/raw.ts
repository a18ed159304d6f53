import type { HTML, Html } from "./brand.ts";

/** HTML that is printed as it is. */
export class Raw {
  declare readonly [HTML]: "html";
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Prints trusted HTML unescaped: the only bypass, so search for it in reviews. For element content only.
 *
 * @example
 * html`<article>${raw(markdownToSafeHtml(post.body))}</article>`
 */
export function raw(trustedHtml: string): Html {
  return new Raw(trustedHtml);
}
