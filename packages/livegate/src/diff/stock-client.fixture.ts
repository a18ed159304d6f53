import { fileURLToPath } from "node:url";
import { runInThisContext } from "node:vm";
import { buildSync } from "esbuild";

/** What the tests use of the stock client's tree of a page. */
export interface StockTree {
  mergeDiff(diff: object): void;
  /**
   * Prints the whole page; `tracked` allows elements to be skipped, as in a browser. With `cids` the components that
   * aren't among them are skipped, as after a message that changes those.
   */
  print(tracked: boolean, cids?: readonly number[] | null): string;
  /** Prints one component, after a message that changes nothing outside of components. */
  printComponent(cid: number): void;
  /** The components that the last print showed. */
  readonly shownCids: ReadonlySet<number>;
  /** The page has lost these components' elements. */
  resetRender(cid: number): void;
  /** The server has forgotten these. */
  pruneCIDs(cids: readonly number[]): void;
  /** Prints the whole page and takes what it tells of streams, as a patch of the DOM does. */
  printStreams(): { readonly page: string; readonly streams: readonly StockStream[] };
}

/** `[ref, [[domId, at, limit, updateOnly], …], [deleted domId, …], reset?]`. */
export type StockStream = readonly [
  string,
  readonly [string, number, number | null, boolean][],
  readonly string[],
  true?,
];

interface Rendered {
  rendered: { c: object };
  mergeDiff(diff: object): void;
  resetRender(cid: number): void;
  pruneCIDs(cids: readonly number[]): void;
  recursiveCIDToString(components: object, cid: number, onlyCids: null): unknown;
  recursiveToString(
    tree: object,
    components: object,
    onlyCids: readonly number[] | null,
    tracked: boolean,
    rootAttributes: object,
    cid: null,
  ): { buffer: string; streams: Set<StockStream> };
}

interface RenderingBuffer {
  html: string;
  endRoot(attributes: Record<string, unknown>, skipped?: boolean): void;
}

interface StockSources {
  Rendered: new (viewId: string, tree: object, bufferClass: () => unknown) => Rendered;
  RenderingBuffer: new (...args: unknown[]) => RenderingBuffer;
}

/** The client's own code, bundled from the sources of the pinned package. */
function loadSources(): StockSources {
  const folder = new URL("../../assets/js/phoenix_live_view/", import.meta.resolve("phoenix_live_view"));
  const { outputFiles } = buildSync({
    stdin: {
      contents: `export { default as Rendered } from "./rendered.js"; export { RenderingBuffer } from "./rendered/buffer";`,
      resolveDir: fileURLToPath(folder),
    },
    bundle: true,
    format: "iife",
    globalName: "stock",
    define: { window: "globalThis" },
    write: false,
    logLevel: "error",
  });
  // The bundle's value has what its entry above names.
  return runInThisContext(`(() => { ${outputFiles[0]?.text}; return stock; })()`, "stock-client") as StockSources;
}

const { Rendered, RenderingBuffer } = loadSources();

/**
 * Joins a page. Where the client would leave an element alone ("skip"), its old content is compared with what it would
 * have been printed as, and `onStale` is told of a difference.
 */
export function joinStockClient(tree: object, onStale: (shown: string, wanted: string) => void): StockTree {
  const shown = new Map<unknown, string>();
  let shownCids = new Set<number>();
  let mayBeStale = false;
  class Buffer extends RenderingBuffer {
    override endRoot(attributes: Record<string, unknown>, skipped?: boolean): void {
      const id = attributes["data-phx-id"];
      const cid = attributes["data-phx-component"];
      if (cid !== undefined) shownCids.add(Number(cid));
      const before = shown.get(id);
      if (skipped === true && !mayBeStale && before !== this.html) onStale(before ?? "", this.html);
      if (id !== undefined) shown.set(id, this.html);
      super.endRoot({}, false);
    }
  }
  const client = new Rendered("phx-1", tree, () => Buffer);
  const print = (tracked: boolean, cids: readonly number[] | null = null) => {
    shownCids = new Set();
    mayBeStale = !tracked;
    return client.recursiveToString(client.rendered, client.rendered.c, cids, tracked, {}, null);
  };
  return {
    mergeDiff: (diff) => client.mergeDiff(diff),
    printComponent: (cid) => {
      mayBeStale = false;
      client.recursiveCIDToString(client.rendered.c, cid, null);
    },
    resetRender: (cid) => client.resetRender(cid),
    pruneCIDs: (cids) => client.pruneCIDs(cids),
    get shownCids() {
      return shownCids;
    },
    print: (tracked, cids = null) => print(tracked, cids).buffer.toString(),
    printStreams: () => {
      const { buffer, streams } = print(false);
      return { page: buffer.toString(), streams: [...streams] };
    },
  };
}
