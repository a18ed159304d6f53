import type { ImportDeclaration, ImportDeclarationSpecifier, ImportSpecifier } from "oxc-parser";
import type { MagicString } from "magic-string";
import { type Edit, refuse } from "./edit.ts";
import { insertItem } from "./insert-item.ts";
import { type Source, indexOutsideComments } from "./source.ts";
import { restyle } from "./style.ts";
import { topLevelNames } from "./top-level.ts";

/** What is imported from one module. */
export interface Import {
  readonly from: string;
  /** Names of values, and of types as "type Album". */
  readonly names?: readonly string[];
  /** The name of `import * as Catalog`. */
  readonly namespace?: string;
}

/** Adds an import: to one of the same module if there is one, else where the order of the others wants it. */
export function addImport(wanted: Import): Edit {
  const { from, names = [], namespace } = wanted;
  return {
    what: `imports ${namespace ?? names.map(plain).join(", ")}`,
    paste: { where: "among the imports", code: importOf(wanted) },
    step: (code, source) => {
      const specifiers = importsOf(source).flatMap((each) => (each.source.value === from ? each.specifiers : []));
      const missing = names.filter((name) => !specifiers.some((each) => isImport(each, name)));
      const isMissing = namespace !== undefined && !specifiers.some((each) => isNamespace(each, namespace));
      if (missing.length === 0 && !isMissing) return "present";
      const taken = [...missing.map(plain), ...(isMissing ? [namespace] : [])].find((name) =>
        topLevelNames(source).has(name),
      );
      if (taken !== undefined) return refuse(`"${taken}" is the name of something else in it`);
      const existing = importsOf(source).find((each) => takesNames(each, wanted));
      const [name] = missing;
      if (existing && name !== undefined) addName(code, source, { existing, name });
      else insertImport(code, source, wanted);
      return "changed";
    },
  };
}

/** Whether names can be added to an import: one of the same module, in braces, of types alone only if all of them are types. */
function takesNames({ source, specifiers, importKind }: ImportDeclaration, { from, names = [] }: Import): boolean {
  const isBraced = specifiers.length > 0 && specifiers.every(({ type }) => type === "ImportSpecifier");
  return source.value === from && isBraced && (importKind !== "type" || names.every(isType));
}

interface NewName {
  readonly existing: ImportDeclaration;
  readonly name: string;
}

function addName(code: MagicString, source: Source, { existing, name }: NewName): void {
  const items = existing.specifiers as ImportSpecifier[]; // `takesNames` has looked.
  const start = indexOutsideComments(source, "{", existing);
  const end = indexOutsideComments(source, "}", existing) + 1;
  const names = items.map(importedName);
  const isSorted = names.every((each, index) => index === 0 || compare(names[index - 1] ?? "", each) <= 0);
  const before = names.filter((each) => compare(each, plain(name)) < 0).length;
  const text = existing.importKind === "type" ? plain(name) : name;
  insertItem(code, source, { start, end, items }, isSorted ? { text, after: before - 1 } : { text });
}

function insertImport(code: MagicString, source: Source, wanted: Import): void {
  const { newline } = source.style;
  const text = restyle(importOf(wanted), source.style);
  const imports = importsOf(source);
  const former = imports.findLast((each) => order(each.source.value, wanted.from) <= 0);
  const [first] = imports;
  if (former) {
    // Below its line, or at once where more stands on that line.
    const rest = /^[ \t]*(?:\/\/[^\n]*?|\/\*[^\n]*?\*\/)?[ \t]*\r?\n/.exec(source.text.slice(former.end))?.[0];
    if (rest) code.appendLeft(former.end + rest.length, text + newline);
    else code.appendLeft(former.end, newline + text);
  } else if (first) {
    code.appendLeft(first.start, text + newline);
  } else {
    const at = afterBanner(source);
    code.appendLeft(at, at < source.text.length ? text + newline + newline : text + newline);
  }
}

const importsOf = ({ program }: Source): readonly ImportDeclaration[] =>
  program.body.filter((statement) => statement.type === "ImportDeclaration");

// Packages, the app's own aliases, then files from far to near: as formatters sort them.
const kinds = [/^node:/, /^[^.#]/, /^#/, /^\.\.\//, /^\./];
const kindOf = (from: string): number => kinds.findIndex((kind) => kind.test(from));
const order = (a: string, b: string): number => kindOf(a) - kindOf(b) || compare(a, b);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Below the line of the shell, directives, and a comment about the file, which a blank line sets apart from the code. */
function afterBanner({ text, program, comments }: Source): number {
  const first = program.body.find((statement) => !("directive" in statement && statement.directive));
  const above = [...comments, ...program.body].filter(
    ({ start, end }) => start < (first?.start ?? text.length) && /^[ \t]*\r?\n[ \t]*(?:\r?\n|$)/.test(text.slice(end)),
  );
  const at = Math.max(0, program.hashbang?.end ?? 0, ...above.map(({ end }) => end));
  return at === 0 ? 0 : at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
}

function importOf({ from, names = [], namespace }: Import): string {
  if (namespace !== undefined) return `import * as ${namespace} from "${from}";`;
  if (names.every(isType)) return `import type { ${names.map(plain).join(", ")} } from "${from}";`;
  return `import { ${names.join(", ")} } from "${from}";`;
}

const isType = (name: string): boolean => name.startsWith("type ");
const plain = (name: string): string => name.replace(/^type /, "");

const importedName = ({ imported }: ImportSpecifier): string =>
  imported.type === "Literal" ? imported.value : imported.name;

const isImport = (specifier: ImportDeclarationSpecifier, name: string): boolean =>
  specifier.type === "ImportSpecifier" &&
  specifier.local.name === plain(name) &&
  importedName(specifier) === plain(name);

const isNamespace = ({ type, local }: ImportDeclarationSpecifier, name: string): boolean =>
  type === "ImportNamespaceSpecifier" && local.name === name;
