import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { PlannedFile } from "../generate/plan.ts";
import { UsageError } from "../usage-error.ts";

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Where an app's packages are, as tarballs. */
export interface TarballPlace {
  /** The folder that `npm run pack` fills. */
  readonly folder: string;
  /** The directory of the app. */
  readonly appDir: string;
}

/** Has a new app take Livegate's packages from tarballs in place of npm's registry. */
export function withTarballs(files: readonly PlannedFile[], place: TarballPlace): readonly PlannedFile[] {
  return files.map((file) => (file.path === "package.json" ? { ...file, text: manifestWith(file.text, place) } : file));
}

function manifestWith(text: string, { folder, appDir }: TarballPlace): string {
  const manifest = JSON.parse(text) as Manifest;
  const dependencies = Object.entries(manifest.dependencies).map(([name, version]) => {
    if (!name.startsWith("livegate")) return [name, version];
    const tarball = join(folder, `${name}-${version}.tgz`);
    if (!existsSync(tarball))
      throw new UsageError(`There is no ${tarball}. In a clone of Livegate "npm run pack" makes it, in dist/.`);
    return [name, `file:${relative(appDir, tarball)}`];
  });
  // What the command itself depends on has to be the same one.
  const overrides = { livegate: "$livegate" };
  return `${JSON.stringify({ ...manifest, dependencies: Object.fromEntries(dependencies), overrides }, null, 2)}\n`;
}
