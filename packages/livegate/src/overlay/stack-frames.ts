import { fileURLToPath } from "node:url";

/** One line of a stack, where it names a file. */
export interface StackFrame {
  readonly text: string;
  readonly file: string;
  readonly line: number;
  /** Whether the file belongs to the app: it is no package's, not Node's and not Livegate's. */
  readonly isOwn: boolean;
}

/** Where Livegate's own code is. */
const LIVEGATE = fileURLToPath(new URL("..", import.meta.url));

/** The frames of a stack that name a file, innermost first; `livegate` is where the framework's code is. */
export function stackFrames(stack: string, livegate = LIVEGATE): readonly StackFrame[] {
  return stack.split("\n").flatMap((text) => {
    const [, url = "", line = ""] = /^\s+at (?:.*?[\s(])?((?:file:\/\/)?\/[^()]*?):(\d+):\d+\)?$/.exec(text) ?? [];
    if (url === "") return [];
    const file = url.startsWith("file:") ? fileURLToPath(url.replace(/\?.*$/, "")) : url;
    const isOwn =
      !file.includes("/node_modules/") && !file.startsWith(livegate) && !file.includes("/livegate-cli/src/");
    return [{ text: text.trim(), file, line: Number(line), isOwn }];
  });
}
