import { readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { newApp } from "../generators/new-app.ts";
import { withTarballs } from "../generators/package-tarballs.ts";
import { UsageError } from "../usage-error.ts";
import { type GenerateOptions, generate } from "./generate.ts";

export interface NewOptions extends GenerateOptions {
  /** The folder with the tarballs of Livegate's packages; without it they come from npm. */
  readonly packages?: string;
}

/** Makes a new app in a directory that isn't there yet, or is empty. */
export async function createApp(directory: string, { packages, ...options }: NewOptions): Promise<void> {
  const path = resolve(directory);
  const plan = newApp(basename(path));
  if (filesIn(path).length > 0)
    throw new UsageError(`${path} has something in it. Take another name, or an empty directory.`);
  const files =
    packages === undefined ? plan.files : withTarballs(plan.files, { folder: resolve(packages), appDir: path });
  await generate(path, { ...plan, files, next: [`cd ${directory}`, ...plan.next.slice(1)] }, options);
}

function filesIn(path: string): readonly string[] {
  try {
    return readdirSync(path).filter((name) => name !== ".git");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return [join(path, "..")];
    throw error;
  }
}
