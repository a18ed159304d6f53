/** A fenced block of a Markdown page. */
export interface CodeBlock {
  readonly language: string;
  /** The file that the block's first line names, as in `// web/paths.ts`; null where it names none. */
  readonly file: string | null;
  /** The block without that line. */
  readonly text: string;
  /** Line of the page on which the block begins, from 1. */
  readonly line: number;
}

/** All fenced blocks of a page, in order. */
export function codeBlocks(page: string): readonly CodeBlock[] {
  return [...page.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(({ 1: language = "", 2: body = "", index }) => {
    const named = /^\/\/ ([\w./-]+\.\w+)\n/.exec(body);
    return {
      language,
      file: named?.[1] ?? null,
      text: named ? body.slice(named[0].length) : body,
      line: page.slice(0, index).split("\n").length,
    };
  });
}

/** What a page needs for its blocks to compile and doesn't show: the text of `<!-- given … -->`. */
export const givenCode = (page: string): string => /^<!-- given\n([^]*?)^-->$/m.exec(page)?.[1] ?? "";

/** Applies a block of unified diff without line numbers: its lines must stand in the text exactly once. */
export function applyDiff(text: string, diff: string): string {
  const lines = diff.trimEnd().split("\n");
  const kept = (without: string): string =>
    lines
      .filter((line) => !line.startsWith(without))
      .map((line) => `${line.slice(1)}\n`)
      .join("");
  const before = kept("+");
  const places = text.split(before).length - 1;
  if (places !== 1) throw new Error(`These lines stand in the file ${places} times:\n${before}`);
  return text.replace(before, () => kept("-"));
}
