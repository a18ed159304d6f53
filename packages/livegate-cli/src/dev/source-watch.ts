import { watch } from "node:fs";

/** Milliseconds without a save after which it is told: editors and git write several files at once. */
const QUIET = 40;

/** Tells which sources below a directory were saved, once there is a moment of quiet. Gives what ends that. */
export function watchSources(directory: string, saved: (files: readonly string[]) => void): () => void {
  const files = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(directory, { recursive: true }, (_event, filename) => {
    if (filename === null || !isSource(filename)) return;
    files.add(filename);
    clearTimeout(timer);
    timer = setTimeout(() => {
      saved([...files]);
      files.clear();
    }, QUIET);
  });
  return () => {
    watcher.close();
    clearTimeout(timer);
  };
}

/** Tests, built files and the database are no sources of a running app. */
export const isSource = (filename: string): boolean =>
  /\.(?:ts|css|js|json|svg)$/.test(filename) &&
  !/\.test\.ts$|(?:^|[\\/])(?:node_modules|\.livegate|\.git)[\\/]|^public[\\/]assets[\\/]/.test(filename);
