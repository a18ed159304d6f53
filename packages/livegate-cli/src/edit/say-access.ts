import type { MagicString } from "magic-string";
import { type CodeEdit, refuse } from "./edit.ts";
import { listOf, propertyOf } from "./find-calls.ts";
import { insertItem } from "./insert-item.ts";
import { type Route, type RouteBlock, readRoutes } from "./read-routes.ts";
import { type Source, codeOf, indentAt, nodesIn } from "./source.ts";

/** Who may enter where nothing was said of it. */
export interface Access {
  /** The option that says it: `public: true` or `guards: [requireAuthenticatedUser]`. */
  readonly option: string;
  /** Guards that let everybody through: having them says nothing of who may enter. */
  readonly letThrough: readonly string[];
}

/**
 * Says who may enter wherever nothing says it yet: in the options of live sessions, and in a scope around plain routes. What
 * an author has said, by guards or `public`, there or further out, stays.
 */
export const sayAccess = (access: Access): CodeEdit => ({
  what: `says "${access.option}" of the routes that say nothing`,
  paste: {
    where: "in the options of each live session, and in a scope around plain routes",
    code: `${access.option},`,
  },
  step: (code, source) => {
    const router = readRoutes(source);
    if (!router) return refuse("its routes aren't written in the callback of one router(…)");
    const [block] = unsaidBlocks(source, router, access);
    if (!block) return "present";
    if (block.kind !== "liveSession") return wrapRoutes(code, source, { block, access });
    if (!block.options) return refuse(`the live session "${block.name}" has no options in braces`);
    insertItem(code, source, listOf(block.options), { text: access.option, after: -1 });
    return "changed";
  },
});

/** The addresses of which nothing says yet who may enter: `live paths.albums`. */
export function unsaidRoutes(source: Source, access: Access): readonly string[] {
  const router = readRoutes(source);
  const blocks = router ? unsaidBlocks(source, router, access) : [];
  return blocks.flatMap(({ routes }) => routes.map(({ method, path }) => `${method} ${path}`));
}

function unsaidBlocks(source: Source, block: RouteBlock, access: Access): readonly RouteBlock[] {
  if (block.options && says(source, block, access)) return [];
  const own = block.kind === "liveSession" || block.routes.length > 0 ? [block] : [];
  return [...own, ...block.blocks.flatMap((inner) => unsaidBlocks(source, inner, access))];
}

function says(source: Source, { options }: RouteBlock, { letThrough }: Access): boolean {
  if (!options) return false;
  const guards = propertyOf(options, "guards")?.value;
  // A scope for those who develop isn't there in production, and says so.
  if (propertyOf(options, "public") || propertyOf(options, "development")) return true;
  if (guards?.type !== "ArrayExpression") return guards !== undefined;
  return listOf(guards).items.some((item) => !letThrough.includes(codeOf(source, item)));
}

interface Wrapping {
  readonly block: RouteBlock;
  readonly access: Access;
}

/** Puts a scope around the first routes of a block that stand together. */
function wrapRoutes(code: MagicString, source: Source, { block, access }: Wrapping): "changed" {
  const { routes, builder, body } = block;
  const { unit, newline, semicolons } = source.style;
  const isRoute = (index: number): Route | undefined => routes.find(({ statement }) => statement === body.body[index]);
  const start = body.body.findIndex((_, index) => isRoute(index));
  let end = start;
  while (isRoute(end + 1)) end += 1;
  const [first, last] = [body.body[start], body.body[end]];
  if (!first || !last) throw new Error("A block without routes has nothing to wrap.");
  const indent = indentAt(source, first.start);
  code.appendLeft(first.start, `${builder}.scope({ ${access.option} }, (${builder}) => {${newline}${indent}${unit}`);
  indentLines(code, source, first.start, last.end);
  const ending = `${newline}${indent}})${semicolons ? ";" : ""}`;
  code.appendRight(endOfStatement(source, last.end), ending);
  return "changed";
}

// With the comment that stands behind it.
const endOfStatement = ({ text }: Source, end: number): number =>
  end + (/^[ \t]*\/\/[^\r\n]*/.exec(text.slice(end))?.[0].length ?? 0);

/** Moves lines one step in, but for those inside of texts. */
function indentLines(code: MagicString, source: Source, from: number, to: number): void {
  const texts = [...nodesIn(source.program)].filter(({ type }) => type === "TemplateElement");
  for (let at = source.text.indexOf("\n", from) + 1; at > 0 && at < to; at = source.text.indexOf("\n", at) + 1) {
    const isText = texts.some(({ start, end }) => start < at && at <= end);
    if (!isText && !/^\r?\n/.test(source.text.slice(at))) code.appendLeft(at, source.style.unit);
  }
}
