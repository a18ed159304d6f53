import type { PrintContext } from "../html/print-context.ts";
import { csrfTokenFor } from "../plug/csrf.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import type { Session } from "../plug/session.ts";

/** What the prints of one view share: a single masked CSRF token, or each render would be a diff. */
export class ViewPrintContext implements PrintContext {
  readonly nonce: string;
  readonly base: string;
  readonly development: boolean;
  readonly #context: EndpointContext;
  readonly #session: Session;
  #csrfToken: string | null = null;

  constructor(context: EndpointContext, session: Session, nonce: string) {
    this.nonce = nonce;
    this.base = context.base;
    this.development = !context.production;
    this.#context = context;
    this.#session = session;
  }

  /** Made when a template first asks for it. */
  get csrfToken(): string {
    return (this.#csrfToken ??= csrfTokenFor(this.#session, this.#context));
  }
}
