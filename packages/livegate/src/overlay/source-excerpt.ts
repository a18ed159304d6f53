import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { withoutSecrets } from "./without-secrets.ts";

/** Some lines of a file around the one that matters. */
export interface SourceExcerpt {
  /** What is to be seen there: "thrown here", "slot 2". */
  readonly label: string;
  /** The file as it is seen from the app's directory, and the line: "web/router.ts:12". */
  readonly place: string;
  readonly lines: readonly { readonly number: number; readonly text: string; readonly isHit: boolean }[];
}

/** Lines before and after the one that matters. */
const AROUND = 4;

/** Characters of a line; a built file may have them by the million. */
const LINE_LENGTH = 300;

/**
 * The lines around `line`, without secrets; null where the file can't be read or is shorter.
 *
 * @example
 * const excerpt = sourceExcerpt("thrown here", "web/router.ts", 12);
 */
export function sourceExcerpt(label: string, file: string, line: number): SourceExcerpt | null {
  const text = sourceText(file);
  const all = text?.split("\n") ?? [];
  if (line < 1 || line > all.length) return null;
  const first = Math.max(1, line - AROUND);
  const lines = all.slice(first - 1, line + AROUND).map((content, index) => ({
    number: first + index,
    text: withoutSecrets(content.slice(0, LINE_LENGTH)),
    isHit: first + index === line,
  }));
  return { label, place: `${shownFile(file)}:${line}`, lines };
}

/** A file's text with plain line ends; null where it can't be read. */
export function sourceText(file: string): string | null {
  try {
    return readFileSync(file, "utf8").replaceAll("\r\n", "\n");
  } catch {
    return null;
  }
}

/** A file as it is seen from the directory that the app runs in. */
function shownFile(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path;
}
