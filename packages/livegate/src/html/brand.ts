/** Phantom marks that tell the kinds of template values apart in types; nothing of them exists at run time. */
export declare const HTML: unique symbol;
export declare const TYPES: unique symbol;

/** What an `html` template makes: printed as HTML over HTTP, as a diff over the socket. Opaque to apps. */
export interface Html {
  readonly [HTML]: "html";
}
