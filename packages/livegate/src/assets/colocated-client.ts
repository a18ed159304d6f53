import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { OnLoadResult, Plugin } from "esbuild";

/** The module that an app's `client/app.ts` imports. */
const MODULE = "livegate:colocated";

/** A file of browser code that stands beside the view or component it belongs to, and the names that it exports. */
interface ClientFile {
  readonly path: string;
  readonly names: readonly string[];
}

/**
 * A plugin of esbuild that gathers the browser code which stands beside an app's views and components: each `web/**\/*.client.ts`
 * runs when the page loads, and what it exports is a hook of that name, in `hooks` of "livegate:colocated".
 *
 * The build fails where two files export one name.
 *
 * @example
 * await build({ entryPoints: ["client/app.ts"], bundle: true, plugins: [colocatedClient(process.cwd())] });
 */
export function colocatedClient(appDir: string): Plugin {
  return {
    name: "livegate-colocated",
    setup({ esbuild, onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${MODULE}$`) }, () => ({ path: MODULE, namespace: MODULE }));
      onLoad({ filter: /.*/, namespace: MODULE }, async () => {
        const paths = await clientFiles(join(appDir, "web"));
        const { metafile } = await esbuild.build({
          entryPoints: paths,
          absWorkingDir: appDir,
          outdir: appDir,
          bundle: false,
          write: false,
          metafile: true,
          format: "esm",
          logLevel: "silent",
        });
        const files = Object.values(metafile.outputs).flatMap(({ entryPoint, exports }) =>
          entryPoint === undefined ? [] : [{ path: entryPoint, names: exports.filter((name) => name !== "default") }],
        );
        return gathered(files, appDir);
      });
    },
  };
}

/** The module's text, or what keeps it from being one. */
function gathered(files: readonly ClientFile[], appDir: string): OnLoadResult {
  const owners = new Map<string, string>();
  for (const { path, names } of files) {
    for (const name of names) {
      const other = owners.get(name);
      if (other !== undefined) return { errors: [{ text: `${other} and ${path} both export the hook ${name}.` }] };
      owners.set(name, path);
    }
  }
  const imports = files.map(
    ({ path, names }, index) =>
      `import { ${names.map((name) => `${name} as ${name}_${index}`).join(", ")} } from ${JSON.stringify(join(appDir, path))};`,
  );
  const hooks = files.flatMap(({ names }, index) => names.map((name) => `${name}: ${name}_${index}`));
  return { contents: `${imports.join("\n")}\nexport const hooks = { ${hooks.join(", ")} };\n`, resolveDir: appDir };
}

/** In the order of their names, so that a build is the same everywhere. */
async function clientFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".client.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
