import type { BlockStatement, CallExpression, Node, ObjectExpression, Statement } from "oxc-parser";
import { callsOf, isFunction, propertyOf } from "./find-calls.ts";
import { type Source, codeOf } from "./source.ts";

/** The callback of `router`, of a scope or of a live session, with what is directly in it. */
export interface RouteBlock {
  readonly kind: "router" | "scope" | "liveSession";
  /** The name of a live session. */
  readonly name: string | null;
  readonly call: CallExpression;
  readonly statement: Statement | null;
  readonly options: ObjectExpression | null;
  /** What the callback calls its builder: `r`. */
  readonly builder: string;
  readonly body: BlockStatement;
  readonly blocks: readonly RouteBlock[];
  readonly routes: readonly Route[];
}

/** One route of a router. */
export interface Route {
  readonly method: string;
  /** The path as it is written: `paths.album`. */
  readonly path: string;
  readonly call: CallExpression;
  readonly statement: Statement;
}

const METHODS: ReadonlySet<string> = new Set(["get", "post", "put", "patch", "delete", "live"]);

/** Reads a router whose routes are written down in its callback; null for any other. What is made by loops isn't seen. */
export function readRoutes(source: Source): RouteBlock | null {
  const [call, ...others] = callsOf(source, "router");
  if (!call || others.length > 0) return null;
  return readBlock(source, { call, statement: null, kind: "router" });
}

interface BlockCall {
  readonly call: CallExpression;
  readonly statement: Statement | null;
  readonly kind: RouteBlock["kind"];
}

function readBlock(source: Source, { call, statement, kind }: BlockCall): RouteBlock | null {
  const callback = call.arguments.at(-1);
  if (!isFunction(callback) || callback.body?.type !== "BlockStatement") return null;
  const [param] = callback.params as readonly Node[];
  if (param?.type !== "Identifier") return null;
  const [first] = call.arguments;
  const blocks: RouteBlock[] = [];
  const routes: Route[] = [];
  for (const each of callback.body.body as readonly Statement[]) {
    const inner = callOn(each, param.name);
    if (!inner) continue;
    if (inner.method === "scope" || inner.method === "liveSession") {
      const block = readBlock(source, { call: inner.call, statement: each, kind: inner.method });
      if (block) blocks.push(block);
    } else if (METHODS.has(inner.method) && inner.call.arguments[0]) {
      const { method, call: route } = inner;
      routes.push({ method, path: codeOf(source, inner.call.arguments[0]), call: route, statement: each });
    }
  }
  return {
    kind,
    name: first?.type === "Literal" && typeof first.value === "string" ? first.value : null,
    call,
    statement,
    options: call.arguments.find((argument) => argument.type === "ObjectExpression") ?? null,
    builder: param.name,
    body: callback.body,
    blocks,
    routes,
  };
}

/** `r.scope(…)` as a statement of its own. */
function callOn(statement: Statement, builder: string): { method: string; call: CallExpression } | null {
  if (statement.type !== "ExpressionStatement" || statement.expression.type !== "CallExpression") return null;
  const { callee } = statement.expression;
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return null;
  if (callee.computed || callee.object.name !== builder || callee.property.type !== "Identifier") return null;
  return { method: callee.property.name, call: statement.expression };
}

/** A block and all blocks in it. */
export const blocksIn = (block: RouteBlock): readonly RouteBlock[] => [block, ...block.blocks.flatMap(blocksIn)];

/** The scope of pages for browsers: the one that goes through a pipeline and is there in production; of several, the one that has live sessions or says `browser`. */
export function browserScope(source: Source, router: RouteBlock): RouteBlock | null {
  const piped = blocksIn(router).filter(
    ({ options }) => options && propertyOf(options, "pipeThrough") && !propertyOf(options, "development"),
  );
  const isLive = (block: RouteBlock): boolean => blocksIn(block).some(({ kind }) => kind === "liveSession");
  const saysBrowser = ({ options }: RouteBlock): boolean => {
    const pipeline = options && propertyOf(options, "pipeThrough");
    return pipeline !== null && codeOf(source, pipeline.value) === "browser";
  };
  for (const candidates of [piped, piped.filter(isLive), piped.filter(saysBrowser)]) {
    const [only, ...others] = candidates;
    if (only && others.length === 0) return only;
  }
  return null;
}
