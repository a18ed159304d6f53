import type { DomDocument, DomElement, DomWindow } from "./dom.ts";
import { type ShownViews, teleport } from "./teleport.ts";
import { TypedForms } from "./typed-forms.ts";

const NONE: ShownViews = { isJoined: () => false, fill: () => {} };

/** The document of a page: what the server sent, what a view made of it since, and what was typed into its forms. */
export class PageDocument {
  readonly #document: DomDocument;
  readonly #main: DomElement | null;
  /** What the view shows; null before it has joined. */
  #content: string | null = null;
  /** Whether something was shown that nobody has looked at yet. */
  #isUnread = false;
  /** The views inside the page. */
  readonly #nested: ShownViews;
  readonly window: DomWindow;
  readonly typed = new TypedForms();

  constructor(window: DomWindow, page: string, nested: ShownViews = NONE) {
    this.window = window;
    this.#nested = nested;
    this.#document = new window.DOMParser().parseFromString(page, "text/html");
    this.#main = this.#document.querySelector("[data-phx-main]");
  }

  /** The whole document, as it is now. Parsed when somebody looks. */
  get dom(): DomDocument {
    if (this.#isUnread) {
      this.#isUnread = false;
      if (this.#main && this.#content !== null) this.#main.innerHTML = this.#content;
      const { fill, isJoined } = this.#nested;
      fill(this.#document);
      const isLive = (id: string) => (id === this.#main?.id ? this.#content !== null : isJoined(id));
      teleport(this.#document, { fill, isJoined: isLive });
      this.typed.restore(this.#document);
    }
    return this.#document;
  }

  /** Whether something was shown since somebody looked. */
  get isUnread(): boolean {
    return this.#isUnread;
  }

  /** The container of the page's live view with its tokens; null on a plain page. */
  get container(): { readonly id: string; readonly session: string; readonly static: string | null } | null {
    const main = this.#main;
    if (!main) return null;
    const { id } = main;
    return {
      id,
      session: main.getAttribute("data-phx-session") ?? "",
      static: main.getAttribute("data-phx-static") || null,
    };
  }

  get csrfToken(): string | null {
    return this.#document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? null;
  }

  /** Puts a view's content into its container; null: only views inside the page have changed. */
  show(content: string | null): void {
    this.#content = content ?? this.#content;
    this.#isUnread = true;
  }

  /** Whether live views stand in it, its main one or others. */
  get hasViews(): boolean {
    return this.#document.querySelector("[data-phx-session]") !== null;
  }

  /** Sets the title as the client does: with what `<title>` says to put around it. */
  setTitle(text: string): void {
    const title = this.#document.querySelector("title");
    const part = (name: string): string => title?.getAttribute(`data-${name}`) ?? "";
    this.#document.title = part("prefix") + (text || part("default")) + part("suffix");
  }

  get title(): string {
    return this.#document.title;
  }
}
