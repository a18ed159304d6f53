import type { Context } from "hono";
import type { PlugEnv } from "livegate/plug";
import type { Scope } from "#domain/__context-file__/scope";
import type { __Schema__ } from "#domain/__context-file__/__file__";

type Behind<Given> = Context<{ Bindings: PlugEnv["Bindings"]; Variables: PlugEnv["Variables"] & Given }>;

/** What a handler gets behind `fetchCurrent__Schema__`. */
export type AnyoneContext = Behind<{ current__Schema__: __Schema__ | null }>;

/** What a handler gets behind `redirectIf__Schema__IsAuthenticated`. */
export type VisitorContext = Behind<{ current__Schema__: null }>;

/** What a handler gets behind `requireAuthenticated__Schema__`. */
export type __Schema__Context = Behind<{ current__Schema__: __Schema__; currentScope: Scope }>;
