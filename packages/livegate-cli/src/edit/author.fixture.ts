import { parseSync } from "oxc-parser";
import { nodesIn, parseSource } from "./source.ts";

/** A random number from 0 up to, but not including, a limit; the same for the same seed. */
export function dice(seed: number): (limit: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** The same code as another author would have written it: other indentation, quotes, line ends, commas, and comments in odd places. */
export function rewritten(text: string, seed: number): string {
  const roll = dice(seed);
  const changes = [withComments, withoutTrailingCommas, withSingleQuotes, withoutSemicolons, withOtherUnit, withCrlf];
  return changes.reduce((code, change) => (roll(2) === 0 ? change(code, roll) : code), text);
}

type Roll = (limit: number) => number;

// Inside of texts, and where no line may end.
const NO_PLACE: ReadonlySet<string> = new Set(["TemplateElement", "TSTypeParameterInstantiation"]);

/** Comments in front of any node: beside it, or on lines of their own. */
function withComments(text: string, roll: Roll): string {
  const source = parseSource(text);
  if (!source) throw new Error(`This doesn't parse:\n${text}`);
  const places = new Set(
    [...nodesIn(source.program)].flatMap(({ type, start }) =>
      // Not where the end of a line would end a statement.
      NO_PLACE.has(type) || text.slice(0, start).endsWith("return ") ? [] : [start],
    ),
  );
  let code = text;
  let count = 0;
  for (const place of [...places].toSorted((a, b) => b - a)) {
    if (roll(12) > 0) continue;
    count += 1;
    const comment =
      roll(3) === 0 ? `// odd, ${count} ]\n` : roll(2) === 0 ? `/* odd } ${count}\n */ ` : `/* odd, ${count} */ `;
    code = code.slice(0, place) + comment + code.slice(place);
  }
  return code;
}

const withoutTrailingCommas = (text: string): string => text.replace(/,(\s*\n\s*[)\]}])/g, "$1");
const withSingleQuotes = (text: string): string => text.replace(/"([^"'\n]*)"/g, "'$1'");
const withoutSemicolons = (text: string): string => text.replace(/;$/gm, "");
const withCrlf = (text: string): string => text.replaceAll("\n", "\r\n");
const withOtherUnit = (text: string, roll: Roll): string => {
  const unit = ["\t", "    ", "   "][roll(3)] ?? "\t";
  return text.replace(/^(?: {2})+/gm, (spaces) => unit.repeat(spaces.length / 2));
};

/** The meaning of a code: its tree without places, so without comments and white space. */
export function meaning(text: string): string {
  const { program, errors } = parseSync("source.ts", text);
  if (errors.length > 0) throw new Error(`${errors[0]?.message}:\n${text}`);
  return JSON.stringify(program, (key, value: unknown) =>
    ["start", "end", "raw", "range", "cooked"].includes(key)
      ? undefined
      : typeof value === "bigint"
        ? String(value)
        : value,
  );
}

/** The texts of all comments, in order. */
export const commentsOf = (text: string): readonly string[] =>
  parseSync("source.ts", text).comments.map(({ value }) => value.trim());
