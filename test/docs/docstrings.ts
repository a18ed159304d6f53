import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCES = fileURLToPath(new URL("../../packages/livegate/src/", import.meta.url));

/** What a door exports, with what is written above it. */
export interface PublicName {
  /** The door's subpath: "" for the package itself, "auth" for `livegate/auth`. */
  readonly door: string;
  readonly name: string;
  /** The file that declares it, from the package's `src` on. */
  readonly file: string;
  /** Whether only types know it. */
  readonly isType: boolean;
  /** Whether it can be called; a class counts as what is made by others. */
  readonly isFunction: boolean;
  /** The docstring's text without its marks; null where there is none. */
  readonly docstring: string | null;
}

/** All that the doors export by name, each name once a door. */
export function publicNames(door: string): readonly PublicName[] {
  const file = join(SOURCES, `${door === "" ? "index" : door}.ts`);
  return [...readFileSync(file, "utf8").matchAll(/^export (type )?\{([^}]*)\} from "([^"]+)";/gms)].flatMap(
    ([, onlyTypes, names = "", from = ""]) => {
      const declared = join(dirname(file), from);
      const source = readFileSync(declared, "utf8");
      return exportsOf(names).map(({ local, name, isType }) => ({
        door,
        name,
        isType: isType || onlyTypes !== undefined,
        file: relative(SOURCES, declared),
        isFunction: isFunction(source, local),
        docstring: docstringOf(source, local),
      }));
    },
  );
}

interface Exported {
  readonly local: string;
  readonly name: string;
  readonly isType: boolean;
}

/** "a, type B as C" → what is exported, under which name. */
const exportsOf = (names: string): readonly Exported[] =>
  Array.from(names.matchAll(/(type )?(\w+)(?: as (\w+))?/g), ([, type, local = "", name = local]) => ({
    local,
    name,
    isType: type !== undefined,
  }));

const declaration = (name: string): RegExp =>
  new RegExp(
    `^export (?:declare )?(?:abstract )?(?:async )?(?:function\\*?|const|class|interface|type) ${name}\\b.*$`,
    "m",
  );

function docstringOf(source: string, name: string): string | null {
  const at = declaration(name).exec(source)?.index;
  if (at === undefined) throw new Error(`No declaration of ${name} was found.`);
  // A line for the linter may stand in between.
  const before = source.slice(0, at).replace(/(?:(?<=\n)\/\/.*\n)+$/, "");
  const text = /\/\*\*((?:(?!\*\/)[^])*)\*\/\n$/.exec(before)?.[1];
  return text === undefined ? null : text.replaceAll(/^\s*\* ?/gm, "").trim();
}

/** Declared as a function, or as a value that is one. */
function isFunction(source: string, name: string): boolean {
  const found = declaration(name).exec(source)?.[0] ?? "";
  return (
    /^export (?:declare )?(?:async )?function/.test(found) || /^export const \w+ = (?:async )?(?:<.*>)?\(/.test(found)
  );
}

/** The code of a docstring's examples. */
export const examplesOf = (docstring: string): readonly string[] =>
  docstring
    .split(/^@example\n/m)
    .slice(1)
    .map((text) => text.split(/^@\w+/m, 1)[0]!.trimEnd()); // Splitting gives at least one part.
