/** What a print needs to know of the page it is for. */
export interface PrintContext {
  /** The masked token of forms; one per view, so that it never causes a diff. */
  readonly csrfToken: string;
  /** The page's Content-Security-Policy nonce. */
  readonly nonce: string;
  /** The path under which the app is mounted, without a slash at the end: "" or "/shop". */
  readonly base: string;
  /** Turns on the checks of rows and keys, which keep what was sent. */
  readonly development: boolean;
}
