import type { MagicString } from "magic-string";
import { type Edit, refuse } from "./edit.ts";
import { type Route, type RouteBlock, blocksIn, browserScope, readRoutes } from "./read-routes.ts";
import { type Source, indentAt, isFirstOnLine, lineStart } from "./source.ts";
import { restyle } from "./style.ts";

/** A live session with its routes. */
export interface LiveRoutes {
  readonly session: string;
  /** The options of the session where it is new: `{ layout: live }`. */
  readonly options: string;
  readonly routes: readonly LiveRouteLine[];
}

export interface LiveRouteLine {
  /** Its path, as in `paths.albumNew`. */
  readonly path: string;
  readonly view: string;
  readonly action?: string;
}

/** Adds live routes to their session in the scope of pages for browsers, and the session where there is none of that name. */
export function addLiveRoutes({ session, options, routes }: LiveRoutes): Edit {
  const whole = (builder: string): string =>
    [
      `${builder}.liveSession("${session}", ${options}, (${builder}) => {`,
      ...routes.map((route) => `  ${lineOf(builder, route)}`),
      "});",
    ].join("\n");
  return {
    what: `adds ${routes.length} live routes`,
    paste: { where: "in the scope of the browser's pages", code: whole("r") },
    step: (code, source) => {
      const router = readRoutes(source);
      if (!router) return refuse("its routes aren't written in the callback of one router(…)");
      const existing = blocksIn(router).find(({ kind, name }) => kind === "liveSession" && name === session);
      if (!existing) {
        const scope = browserScope(source, router);
        if (!scope) return refuse("it has not exactly one scope that goes through a pipeline");
        appendStatement(code, source, { block: scope, text: whole(scope.builder), isApart: true });
        return "changed";
      }
      const all = blocksIn(router).flatMap((block) => block.routes);
      const missing = routes.find(({ path }) => !all.some((route) => nameOf(route) === `live ${path}`));
      if (!missing) return "present";
      appendStatement(code, source, { block: existing, text: lineOf(existing.builder, missing) });
      return "changed";
    },
  };
}

const lineOf = (builder: string, { path, view, action }: LiveRouteLine): string =>
  `${builder}.live(${path}, ${view}${action === undefined ? "" : `, "${action}"`});`;

/** Routes that a generator writes as they are, into the scope of pages for browsers. */
export interface RouteLines {
  readonly what: string;
  /** The routes, with `r` for their builder. */
  readonly lines: string;
  /** One of them, by which they are known: "delete paths.logOut". */
  readonly known: string;
}

/** Adds routes at the end of the scope of pages for browsers. */
export function addRoutes({ what, lines, known }: RouteLines): Edit {
  return {
    what,
    paste: { where: "in the scope of the browser's pages", code: lines },
    step: (code, source) => {
      const router = readRoutes(source);
      const scope = router && browserScope(source, router);
      if (!scope) return refuse("it has not exactly one scope that goes through a pipeline");
      if (blocksIn(router).some(({ routes }) => routes.some((route) => nameOf(route) === known))) return "present";
      const text = scope.builder === "r" ? lines : lines.replace(/\br(?=\.|\) =>)/g, scope.builder);
      appendStatement(code, source, { block: scope, text, isApart: true });
      return "changed";
    },
  };
}

/** What tells a route from all others: "delete paths.logOut". */
export const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

interface NewStatement {
  readonly block: RouteBlock;
  readonly text: string;
  /** Whether a blank line stands before it. */
  readonly isApart?: boolean;
}

function appendStatement(code: MagicString, source: Source, { block, text, isApart = false }: NewStatement): void {
  const { style } = source;
  const { body } = block;
  const close = body.end - 1;
  const own = body.body.findLast(({ start }) => isFirstOnLine(source, start));
  const indent = own ? indentAt(source, own.start) : indentAt(source, body.start) + style.unit;
  const gap = isApart && body.body.length > 0 ? style.newline : "";
  const lines = gap + restyle(text, style, indent) + style.newline;
  if (isFirstOnLine(source, close)) code.appendLeft(lineStart(source, close), lines);
  else {
    const end = body.start + source.text.slice(body.start, close).trimEnd().length;
    code.remove(end, close);
    code.appendLeft(close, style.newline + lines + indentAt(source, body.start));
  }
}
