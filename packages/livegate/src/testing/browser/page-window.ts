import { Script } from "node:vm";
import type { HttpClient } from "../http-client.ts";
import { type DomForm, type DomElement, type DomEvent, type DomWindow, hidesItself, loadJsdom } from "../dom.ts";
import { LOCATION } from "./client-bundle.ts";
import { PageSocket, type SocketPage } from "./page-socket.ts";
import { PageTimers } from "./page-timers.ts";

/** What the window of a page asks of its tab. */
export interface WindowOwner extends SocketPage {
  readonly client: HttpClient;
  /** A script goes elsewhere, or reloads. */
  go(to: URL): void;
  /** A script submits a form past its listeners. */
  submitted(form: DomForm): void;
  opened(socket: PageSocket): void;
  /** A script threw, or wrote an error to the console. */
  failed(error: unknown): void;
}

/** The window of a page: jsdom with what it lacks, and with everything that would leave the test put in our hands. */
export class PageWindow {
  readonly window: DomWindow;
  readonly timers: PageTimers;
  readonly #run: (script: string) => unknown;

  private constructor(window: DomWindow, run: (script: string) => unknown, owner: WindowOwner) {
    this.window = window;
    this.timers = new PageTimers((error) => owner.failed(error));
    this.#run = run;
  }

  /** Opens a page at an address; no script has run yet. */
  static async open(page: string, url: URL, owner: WindowOwner): Promise<PageWindow> {
    const { JSDOM, VirtualConsole } = await loadJsdom();
    const virtualConsole = new VirtualConsole();
    virtualConsole.on("jsdomError", (error) => {
      // What takes a layout isn't there, and is no mistake of the page's.
      if ((error as { readonly type?: string }).type !== "not-implemented") owner.failed(error);
    });
    virtualConsole.on("error", (...words) => owner.failed(new Error(words.map(String).join(" "))));
    const dom = new JSDOM(page, { url: url.href, runScripts: "outside-only", pretendToBeVisual: true, virtualConsole });
    const context = dom.getInternalVMContext();
    const made = new PageWindow(dom.window, (script) => new Script(script).runInContext(context), owner);
    made.#furnish(url, owner);
    return made;
  }

  /** Runs a script in the page; gives its value. */
  run(script: string): unknown {
    return this.#run(script);
  }

  /** Listens after everybody who listens already. */
  listenLast(name: string, listen: (event: DomEvent) => void): void {
    this.window.addEventListener(name, listen);
  }

  close(): void {
    this.timers.clearAll();
    this.window.close();
  }

  #furnish(url: URL, owner: WindowOwner): void {
    const { timers } = this;
    class Socket extends PageSocket {
      constructor(to: string, protocols: readonly string[] = []) {
        super(owner, to, protocols);
        owner.opened(this);
      }
    }
    Object.assign(this.window, {
      WebSocket: Socket,
      setTimeout: timers.setTimeout,
      setInterval: timers.setInterval,
      clearTimeout: timers.clear,
      clearInterval: timers.clear,
      requestAnimationFrame: timers.requestAnimationFrame,
      cancelAnimationFrame: timers.clear,
      confirm: () => true,
      alert: () => {},
      scroll: () => {},
      scrollTo: () => {},
      matchMedia: () => ({ matches: false, addEventListener() {}, removeEventListener() {} }),
      fetch: (to: string, init?: RequestInit) => owner.client.request(new URL(to, url), init),
      [LOCATION]: placeOf(this.#run("location") as URL, owner),
      livegateTestSubmit: (form: DomForm) => owner.submitted(form),
      livegateTestCookies: {
        read: () => owner.client.cookies.header ?? "",
        write: (cookie: string) => owner.client.cookies.put(cookie),
      },
      livegateTestIsShown: isShown,
    });
    this.#run(PROTOTYPES);
  }
}

/** Where the page is; whoever writes to it goes elsewhere. */
function placeOf(location: URL, owner: WindowOwner): object {
  const go = (to: string): void => {
    const url = new URL(to, location.href);
    const isHere = url.href.split("#")[0] === location.href.split("#")[0];
    if (isHere && url.hash !== "") location.hash = url.hash;
    else owner.go(url);
  };
  const parts = ["protocol", "host", "hostname", "port", "pathname", "search", "hash", "origin"] as const;
  const read = parts.map((part) => [part, { enumerable: true, get: () => location[part] }]);
  return Object.defineProperties(
    { assign: go, replace: go, reload: () => owner.go(new URL(location.href)), toString: () => location.href },
    { ...Object.fromEntries(read), href: { enumerable: true, get: () => location.href, set: go } },
  );
}

/** Whether an element takes room on the screen, as far as that can be told without a layout. */
function isShown(element: DomElement): boolean {
  for (let at: DomElement | null = element; at; at = at.parentElement) {
    if (hidesItself(at)) return false;
  }
  return element.ownerDocument.contains(element);
}

/** What belongs to prototypes within the page: room on the screen, submits past the listeners, cookies of the test's jar. */
const PROTOTYPES = `
  Element.prototype.getClientRects = function () { return livegateTestIsShown(this) ? [this.getBoundingClientRect()] : []; };
  for (const side of ["offsetWidth", "offsetHeight"])
    Object.defineProperty(HTMLElement.prototype, side, { get() { return livegateTestIsShown(this) ? 1 : 0; } });
  Element.prototype.scrollIntoView = function () {};
  HTMLFormElement.prototype.submit = function () { livegateTestSubmit(this); };
  Object.defineProperty(document, "cookie", {
    get: () => livegateTestCookies.read(),
    set: (cookie) => livegateTestCookies.write(cookie),
  });
`;
