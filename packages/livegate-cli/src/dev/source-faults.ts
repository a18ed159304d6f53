import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ErrorReport, errorReport, sourceExcerpt, templateFault } from "livegate/diagnostics";
import { LivegateError } from "livegate";
import { type ParseResult, Visitor, parseSync } from "oxc-parser";

/** What is wrong with a source, found without running it. */
export interface SourceFault {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly what: string;
  /** Whether it is about a template, not about the language. */
  readonly isTemplate: boolean;
}

/** Mistakes in the language and in templates of some files; those that are gone, and those that are no scripts, have none. */
export const sourceFaults = (appDir: string, files: readonly string[]): readonly SourceFault[] =>
  files.filter((file) => /\.[jt]s$/.test(file)).flatMap((file) => faultsOf(file, readIfThere(join(appDir, file))));

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** The faults of one source. */
export function faultsOf(file: string, text: string): readonly SourceFault[] {
  const parsed = parseSync(file, text, { lang: file.endsWith(".ts") ? "ts" : "js" });
  const at = (offset: number, what: string, isTemplate: boolean): SourceFault => {
    const before = text.slice(0, offset).split("\n");
    return { file, line: before.length, column: (before.at(-1) ?? "").length + 1, what, isTemplate };
  };
  const [wrong] = parsed.errors;
  if (wrong) return [at(wrong.labels[0]?.start ?? 0, `SyntaxError: ${wrong.message}`, false)];
  return templatesOf(parsed).flatMap(({ texts, start, ends }) => {
    const fault = templateFault(texts);
    return fault ? [at(ends[fault.slot] ?? start, `The template was refused: ${fault.reason}.`, true)] : [];
  });
}

interface FoundTemplate {
  readonly texts: readonly string[];
  readonly start: number;
  /** Where each text ends: a slot begins there. */
  readonly ends: readonly number[];
}

/** The templates of a source whose tag is the `html` of Livegate. */
function templatesOf({ program, module }: ParseResult): readonly FoundTemplate[] {
  const tag = module.staticImports
    .filter(({ moduleRequest }) => moduleRequest.value === "livegate")
    .flatMap(({ entries }) => entries.filter(({ importName }) => importName.name === "html"))[0]?.localName.value;
  const found: FoundTemplate[] = [];
  if (!tag) return found;
  new Visitor({
    TaggedTemplateExpression(node) {
      if (node.tag.type !== "Identifier" || node.tag.name !== tag) return;
      const texts = node.quasi.quasis.map(({ value }) => value.cooked as string); // Where it is null the template is refused.
      found.push({ texts, start: node.start, ends: node.quasi.quasis.map(({ end }) => end) });
    },
  }).visit(program);
  return found;
}

/** A fault as pages and terminals show it. */
export function faultReport(appDir: string, { file, line, what, isTemplate }: SourceFault): ErrorReport {
  const error = isTemplate ? new LivegateError("LG_TEMPLATE_SLOT", what) : new SyntaxError(what.replace(/^\w+: /, ""));
  const excerpt = sourceExcerpt("saved just now", join(appDir, file), line);
  return { ...errorReport(error, { during: "a save" }), excerpts: excerpt ? [excerpt] : [], stack: [] };
}
