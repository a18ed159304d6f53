import { LivegateError } from "../errors/livegate-error.ts";
import type { Embedding } from "../html/embedding.ts";
import { printContainer } from "../html/print-container.ts";
import type { PrintContext } from "../html/print-context.ts";
import type { Session } from "../plug/session.ts";
import { type LifecycleResult, runLifecycle } from "./lifecycle.ts";
import type { Embedder, PageClaim } from "./live-embedder.ts";
import type { LiveInstance } from "./live-instance.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import type { LiveUrl } from "./live-url.ts";
import { signNestedToken } from "./nested-token.ts";
import { PageMarks } from "./page-marks.ts";
import { ViewPrintContext } from "./view-print-context.ts";
import { type ViewPlace, nestedRoute } from "./view-place.ts";

/** The page of one request, as the views in it have to know it. */
export interface PageAround {
  readonly runtime: LiveRuntime;
  readonly place: ViewPlace;
  readonly session: Session;
  readonly nonce: string;
  readonly url: LiveUrl;
  /** What the page's guards gave: the views in it are guarded by the same. */
  readonly guardValues: Readonly<Record<string, unknown>>;
}

type Departure = Extract<LifecycleResult, { ok: false }>;

/** The live views in the page of one request: mounted as the page itself is, and printed into it. */
export class PageViews {
  readonly page: PageAround;
  readonly #ids = new Set<string>();
  /** What led one of the views elsewhere, and the whole page with it. */
  departure: Departure | null = null;

  constructor(page: PageAround) {
    this.page = page;
  }

  /** Takes the views that one view shows, or a plain page (null). */
  within(parentId: string | null): PageEmbedder {
    return new PageEmbedder(this, parentId);
  }

  /** Takes the id of a view. Throws LG_VIEW_TWICE, LG_VIEW_LIMIT. */
  take(id: string): void {
    if (this.#ids.has(id)) throw new LivegateError("LG_VIEW_TWICE", `Two live views of a page have the id "${id}".`);
    this.#ids.add(id);
    const { channelsPerConnection } = this.page.runtime.limits;
    if (this.#ids.size < channelsPerConnection) return;
    const what = `A page shows ${this.#ids.size} live views inside it; with its own ${channelsPerConnection} may join.`;
    throw new LivegateError("LG_VIEW_LIMIT", what);
  }

  get claim(): PageClaim {
    const { place, session, nonce } = this.page;
    const userSessionId = session.userSession?.id ?? null;
    return { place: place.name, liveSession: place.liveSession, sessionId: session.id, userSessionId, nonce };
  }

  /** Mounts one view; null where it led elsewhere. */
  async mount(name: string, { id, values }: Embedding): Promise<LiveInstance | null> {
    const { runtime, place, session, url, guardValues } = this.page;
    const route = nestedRoute(place, name, place.views.get(name)!); // The embedder found its name there.
    const asked = { runtime, route, session, url, connected: false, flash: {}, guardValues, nested: { id, values } };
    const result = await runLifecycle(asked);
    if (!result.ok) this.departure ??= result;
    else if (result.instance.state.navigation) {
      this.departure ??= { ok: false, halt: null, state: result.instance.state };
    }
    return result.ok && this.departure === null ? result.instance : null;
  }
}

/** The views that one part of the page shows: marks until they are mounted and printed. */
export class PageEmbedder implements Embedder {
  readonly #views: PageViews;
  readonly #parentId: string | null;
  readonly #marks = new PageMarks();
  readonly #met: { readonly name: string; readonly embedding: Embedding; readonly print: PrintContext }[] = [];

  constructor(views: PageViews, parentId: string | null) {
    this.#views = views;
    this.#parentId = parentId;
  }

  embed(name: string, embedding: Embedding, print: PrintContext): string {
    this.#views.take(embedding.id);
    return this.#marks.of(this.#met.push({ name, embedding, print }));
  }

  /** Puts the views into the text in which they have left marks; siblings are mounted side by side. */
  fill(text: string): string | Promise<string> {
    if (this.#met.length === 0) return text;
    return Promise.all(this.#met.map((_, index) => this.#keep(index))).then(() => this.#marks.fill(text));
  }

  async #keep(index: number): Promise<void> {
    const { name, embedding, print } = this.#met[index]!; // One of those that were met.
    const instance = await this.#views.mount(name, embedding);
    if (instance === null) return;
    const { runtime, session, nonce } = this.#views.page;
    const inner = this.#views.within(embedding.id);
    const text = await instance.printer.printHtml(new ViewPrintContext(runtime.context, session, nonce, inner));
    const content = await inner.fill(text);
    const container = printContainer(embedding.container, this.#attributes(name, embedding), content, print);
    this.#marks.keep(index + 1, container);
  }

  /** A view that another one holds gets its token from that one, once it is alive. */
  #attributes(viewName: string, embedding: Embedding): Readonly<Record<string, string | true>> {
    const { id } = embedding;
    const { page, claim } = this.#views;
    // Nothing navigates within a plain page.
    const isSticky = embedding.isSticky && claim.liveSession !== "";
    const parent = isSticky ? null : this.#parentId;
    if (parent) return { id, "data-phx-session": "", "data-phx-static": "", "data-phx-parent-id": parent };
    // What stands in no view is linked to none.
    const asked = { viewName, values: embedding.values, id, isSticky, isLinked: false, parent: null };
    const token = signNestedToken(page.runtime.context, { ...claim, ...asked });
    const sticky = isSticky ? { "data-phx-sticky": true as const } : {};
    return { id, "data-phx-session": token, "data-phx-static": "", ...sticky };
  }
}
