import type { Embedding } from "../html/embedding.ts";
import { printContainer } from "../html/print-container.ts";
import type { PrintContext } from "../html/print-context.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import { type NestedToken, signNestedToken } from "./nested-token.ts";

/** Prints the live views that a view or page shows. */
export interface Embedder {
  /** What stands for a view of this name: its container, or a mark. */
  embed(name: string, embedding: Embedding, print: PrintContext): string;
}

/** What the prints of a view know of its page. */
export interface PagePrint extends PrintContext {
  /** Absent where no views can stand in it. */
  readonly embedder?: Embedder | null;
}

/** What the tokens of all views in one page have in common. */
export type PageClaim = Pick<NestedToken, "place" | "liveSession" | "sessionId" | "userSessionId" | "nonce">;

/** The view that shows others. */
export interface EmbeddingView {
  /** DOM id of its container. */
  readonly id: string;
  /** Tells its channel from all others. */
  readonly instance: () => string;
}

/** Prints containers for the client, which joins the views in them: each with a token of its own. */
export class LiveEmbedder implements Embedder {
  readonly #context: EndpointContext;
  readonly #claim: PageClaim;
  readonly #around: EmbeddingView;

  constructor(context: EndpointContext, claim: PageClaim, around: EmbeddingView) {
    this.#context = context;
    this.#claim = claim;
    this.#around = around;
  }

  embed(viewName: string, embedding: Embedding, print: PrintContext): string {
    const { id, values, isLinked } = embedding;
    const isSticky = embedding.isSticky && this.#claim.liveSession !== "";
    const parent = isSticky ? null : this.#around.instance();
    const token = signNestedToken(this.#context, { ...this.#claim, id, viewName, parent, isSticky, isLinked, values });
    const held = isSticky ? { "data-phx-sticky": true as const } : { "data-phx-parent-id": this.#around.id };
    const own = { id, "data-phx-session": token, "data-phx-static": "", ...held };
    return printContainer(embedding.container, own, "", print);
  }
}
