import { readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { newApp } from "../generators/new-app.ts";
import { UsageError } from "../usage-error.ts";
import { type GenerateOptions, generate } from "./generate.ts";

/** Makes a new app in a directory that isn't there yet, or is empty. */
export async function createApp(directory: string, options: GenerateOptions): Promise<void> {
  const path = resolve(directory);
  const plan = newApp(basename(path));
  if (filesIn(path).length > 0)
    throw new UsageError(`${path} has something in it. Take another name, or an empty directory.`);
  await generate(path, { ...plan, next: [`cd ${directory}`, ...plan.next.slice(1)] }, options);
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
