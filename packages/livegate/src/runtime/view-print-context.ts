import { csrfTokenFor } from "../plug/csrf.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import type { Session } from "../plug/session.ts";
import type { Embedder, PagePrint } from "./live-embedder.ts";

/** What the prints of one view share: a single masked CSRF token, or each render would be a diff. */
export class ViewPrintContext implements PagePrint {
  readonly nonce: string;
  readonly base: string;
  readonly development: boolean;
  /** Prints the views inside; null where there can't be any. */
  readonly embedder: Embedder | null;
  readonly #context: EndpointContext;
  readonly #session: Session;
  #csrfToken: string | null = null;

  constructor(context: EndpointContext, session: Session, nonce: string, embedder: Embedder | null = null) {
    this.nonce = nonce;
    this.base = context.base;
    this.development = !context.production;
    this.embedder = embedder;
    this.#context = context;
    this.#session = session;
  }

  /** Made when a template first asks for it. */
  get csrfToken(): string {
    return (this.#csrfToken ??= csrfTokenFor(this.#session, this.#context));
  }
}
