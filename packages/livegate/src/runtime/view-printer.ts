import type { Html } from "../html/brand.ts";
import { printHtml } from "../html/print-html.ts";
import { printDiff } from "../diff/print-diff.ts";
import { printFull } from "../diff/print-full.ts";
import type { Held } from "../live/held.ts";
import type { LiveRoute } from "../live/live-route.ts";
import type { SocketState } from "../live/socket-state.ts";
import { joinMembers, titleMember } from "../protocol/tree-members.ts";
import { spans } from "../tracing/spans.ts";
import { traced } from "../tracing/traced.ts";
import type { PagePrint } from "./live-embedder.ts";
import { andThen } from "./maybe-promise.ts";
import { type LazyPlaces, type Owner, OwnerContext } from "./owner-context.ts";
import type { ViewComponents } from "./view-components.ts";

/** A view as its prints see it. */
export interface PrintedView extends LazyPlaces {
  readonly route: LiveRoute;
  readonly state: SocketState;
  readonly connected: boolean;
  /** The live components of the view, null as long as there was none. */
  readonly present: ViewComponents | null;
}

/** Prints one mounted view: everything at first, afterwards what has changed since the last print, which it keeps. */
export class ViewPrinter {
  readonly #view: PrintedView;
  #context: OwnerContext | null = null;
  /** Whether a print has begun that didn't come to its end: what the page has isn't known any more. */
  #isUnderWay = false;
  #printed: Html | null = null;
  #title: string | null = null;
  #held: Held | null = null;

  constructor(view: PrintedView) {
    this.#view = view;
  }

  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** What the layout knows of an event that waits; null for none. */
  get held(): Held | null {
    return this.#held;
  }

  /** Whether the layout has a sheet that asks who is there: whether it looks at `held`. Seldom asked, so no print watches for it. */
  get layoutAsks(): boolean {
    let asks = false;
    const watched = {
      ...this.#view.state.assigns,
      inner: this.#renderOwn(),
      get held() {
        asks = true;
        return null;
      },
    };
    this.#view.route.liveSession.layout?.render(watched as never);
    return asks;
  }

  /** Has the layout ask, or leave off. */
  show(held: Held | null): void {
    if (this.#held === held) return;
    this.#held = held;
    this.#view.state.changed = true;
  }

  /** The page as HTML text. */
  printHtml(page: PagePrint): string | PromiseLike<string> {
    return this.#traceRender(() => this.#printHtml(page));
  }

  #printHtml(page: PagePrint): string | PromiseLike<string> {
    const text = printHtml(this.#render(), this.#contextOf(page));
    const { present } = this.#view;
    return present === null ? text : present.fillHtml(text);
  }

  /** The document's title now, or null where the view gives none. */
  get title(): string | null {
    const { route, state } = this.#view;
    return route.view.callbacks.pageTitle?.(state.assigns as never) ?? null;
  }

  /** The members of the wire's tree: everything at first, afterwards what has changed, and the title if it has. */
  printTree(page: PagePrint): string | PromiseLike<string> {
    return spans.render.start.hasSubscribers ? this.#traceRender(() => this.#printTree(page)) : this.#printTree(page);
  }

  #traceRender<T>(print: () => T): T {
    const { route, connected } = this.#view;
    return traced(spans.render, { view: route.viewName, connected }, print);
  }

  #printTree(page: PagePrint): string | PromiseLike<string> {
    this.#view.present?.begin();
    const tree = this.#printRoot(page);
    // The first print that meets a component makes what keeps them.
    const { present } = this.#view;
    if (present === null) return tree;
    this.#isUnderWay = true;
    return andThen(present.printTree(), (components) => {
      this.#isUnderWay = false;
      return joinMembers(tree, components);
    });
  }

  /**
   * Whether what components have changed by themselves goes ahead in a message of its own: of one that changes more, the
   * client would skip what is around them.
   */
  get sendsComponentsAhead(): boolean {
    const { present, state } = this.#view;
    const waves = present?.waves ?? 0;
    return waves === 2 || (waves === 1 && (state.changed || state.navigation !== null));
  }

  /** What goes ahead. */
  printComponents(): string | PromiseLike<string> {
    const { present } = this.#view;
    present?.begin();
    this.#isUnderWay = true;
    return present?.printTree() ?? "";
  }

  #printRoot(page: PagePrint): string {
    const { state } = this.#view;
    if (!state.changed && this.#printed) return "";
    const context = this.#contextOf(page);
    const next = this.#render();
    const tree = this.#printed ? printDiff(this.#printed, next, context) : printFull(next, context);
    this.#printed = next;
    state.printed();
    return joinMembers(tree, this.#changedTitle());
  }

  #contextOf(page: PagePrint): OwnerContext {
    return (this.#context ??= new OwnerContext(page, this.#view, { owner: ownerOf(this.#view.route) }));
  }

  #changedTitle(): string {
    const title = this.title;
    if (title === this.#title || title === null) return "";
    this.#title = title;
    return titleMember(title);
  }

  #render(): Html {
    const { route, state } = this.#view;
    const inner = this.#renderOwn();
    const { layout } = route.liveSession;
    return layout ? layout.render({ ...state.assigns, inner, held: this.#held } as never) : inner;
  }

  #renderOwn(): Html {
    const { route, state } = this.#view;
    const { render, refs } = route.view.callbacks;
    return render(state.assigns as never, refs as never);
  }
}

/** What may stand in a view: its own components and views, and those of its layout. */
function ownerOf({ view, liveSession: { layout } }: LiveRoute): Owner {
  if (layout === null) return view;
  const { events, callbacks } = view;
  const components = [...view.components, ...layout.components];
  return { components, views: { ...view.views, ...layout.views }, events, callbacks };
}
