import { parseSync } from "oxc-parser";
import { parseSource } from "../edit/source.ts";
import { declaredNames, importedNames } from "../edit/top-level.ts";

/**
 * A name that stands for two things in a generated source, as when somebody calls a schema "Form"; null where none does.
 * Throws where it is no code at all, which is a mistake in its template.
 */
export function codeProblem(text: string): string | null {
  const source = parseSource(text);
  if (!source) throw new Error(`This was generated, and doesn't parse:\n${text}`);
  const { errors } = parseSync("generated.ts", text, { showSemanticErrors: true });
  if (errors[0]) return errors[0].message;
  const imported = importedNames(source);
  const twice = declaredNames(source).find((name) => imported.includes(name));
  return twice ? `The name "${twice}" is imported and declared.` : null;
}
