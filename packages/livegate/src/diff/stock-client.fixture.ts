import { fileURLToPath } from "node:url";
import { runInThisContext } from "node:vm";
import { buildSync } from "esbuild";

/** What the tests use of the stock client's tree of a page. */
export interface StockTree {
  mergeDiff(diff: object): void;
  /** Prints the whole page; `tracked` allows elements to be skipped, as in a browser. */
  print(tracked: boolean): string;
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
  recursiveToString(
    tree: object,
    components: object,
    onlyCids: null,
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
  class Buffer extends RenderingBuffer {
    override endRoot(attributes: Record<string, unknown>, skipped?: boolean): void {
      const id = attributes["data-phx-id"];
      const before = shown.get(id);
      if (skipped === true && before !== this.html) onStale(before ?? "", this.html);
      if (id !== undefined) shown.set(id, this.html);
      super.endRoot({}, false);
    }
  }
  const client = new Rendered("phx-1", tree, () => Buffer);
  const print = (tracked: boolean) =>
    client.recursiveToString(client.rendered, client.rendered.c, null, tracked, {}, null);
  return {
    mergeDiff: (diff) => client.mergeDiff(diff),
    print: (tracked) => print(tracked).buffer.toString(),
    printStreams: () => {
      const { buffer, streams } = print(false);
      return { page: buffer.toString(), streams: [...streams] };
    },
  };
}
