import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { compile, optimize } from "@tailwindcss/node";
import { Scanner } from "@tailwindcss/oxide";
import { assetsError } from "./assets-error.ts";
import { colocatedStyles } from "./colocated-styles.ts";

type Compiled = Awaited<ReturnType<typeof compile>>;

/** Tailwind's compiler for one app: reading the style sheets and their plugins is what takes long, so it is kept. */
export class StyleCompiler {
  readonly #entry: string;
  readonly #appDir: string;
  readonly #minify: boolean;
  /** Files that the style sheet was made of, plugins among them. */
  readonly #read = new Set<string>();
  #kept: { readonly compiled: Compiled; readonly scanner: Scanner } | null = null;

  constructor(appDir: string, minify: boolean) {
    this.#appDir = appDir;
    this.#entry = join(appDir, "client", "app.css");
    this.#minify = minify;
  }

  /**
   * Compiles `client/app.css` and the style sheets that stand beside views and components; which classes it has is found in the files that its `@source` names. `changed` are the files
   * that were saved since the last time.
   *
   * @throws LG_ASSETS with what Tailwind says.
   */
  async compile(changed: readonly string[] = []): Promise<Uint8Array> {
    try {
      if (changed.some((file) => this.#isStyle(resolve(this.#appDir, file)))) this.#kept = null;
      this.#kept ??= await this.#start();
      const { compiled, scanner } = this.#kept;
      const text = compiled.build(scanner.scan());
      return Buffer.from(this.#minify ? optimize(text, { file: this.#entry, minify: true }).code : text);
    } catch (cause) {
      this.#kept = null;
      throw assetsError(this.#entry, cause instanceof Error ? cause.message : String(cause), cause);
    }
  }

  /** A style sheet that is new is part of it as well. */
  readonly #isStyle = (path: string): boolean => this.#read.has(path) || path.endsWith(".css");

  async #start() {
    this.#read.clear();
    this.#read.add(this.#entry);
    const beside = await colocatedStyles(this.#appDir);
    for (const { path } of beside) this.#read.add(path);
    const text = [await readFile(this.#entry, "utf8"), ...beside.map((style) => style.text)].join("\n");
    const compiled = await compile(text, {
      base: join(this.#appDir, "client"),
      from: this.#entry,
      onDependency: (path) => this.#read.add(resolve(path)),
    });
    return { compiled, scanner: new Scanner({ sources: [...sourcesOf(compiled, this.#appDir)] }) };
  }
}

/** Where class names are looked for: the whole app, unless the style sheet says otherwise. */
function sourcesOf({ root, sources }: Compiled, appDir: string): Compiled["sources"] {
  if (root === "none") return sources;
  return [{ ...(root ?? { base: appDir, pattern: "**/*" }), negated: false }, ...sources];
}
