import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { publishPlain, replaceFile } from "../assets/publish-files.ts";
import { ScriptBundler } from "../assets/script-bundler.ts";
import { StyleCompiler } from "../assets/style-compiler.ts";

/** What pages load without a manifest; its one entry says that there is a script which follows what is saved. */
const MANIFEST = '{ "/assets/dev.js": "/assets/dev.js" }\n';

/** An app's scripts and styles while it is developed: built anew in milliseconds, under names that stay. */
export class DevelopmentAssets implements AsyncDisposable {
  readonly #outDir: string;
  readonly #bundler: ScriptBundler;
  readonly #styles: StyleCompiler;

  constructor(appDir: string) {
    this.#outDir = join(appDir, "public", "assets");
    this.#bundler = new ScriptBundler(appDir, "watched");
    this.#styles = new StyleCompiler(appDir, false);
  }

  /** Takes the place of what `livegate build` has left, which the next `livegate start` builds again. */
  async open(): Promise<void> {
    await mkdir(this.#outDir, { recursive: true });
    await rm(join(this.#outDir, ".stamp"), { force: true });
    await replaceFile(join(this.#outDir, "manifest.json"), MANIFEST);
  }

  /**
   * Whether the scripts have changed.
   *
   * @throws LG_ASSETS with what the bundler says.
   */
  async buildScripts(): Promise<boolean> {
    return (await publishPlain(this.#outDir, await this.#bundler.bundle())).length > 0;
  }

  /**
   * Whether the styles have changed, now that these files were saved.
   *
   * @throws LG_ASSETS with what Tailwind says.
   */
  async buildStyles(changed: readonly string[] = []): Promise<boolean> {
    const content = await this.#styles.compile(changed);
    return (await publishPlain(this.#outDir, [{ name: "app.css", content }])).length > 0;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#bundler[Symbol.asyncDispose]();
  }
}
