import type { Context } from "hono";
import type { PlugEnv } from "livegate/plug";
import type { Scope } from "#domain/accounts/scope";
import type { User } from "#domain/accounts/user";

type Behind<Given> = Context<{ Bindings: PlugEnv["Bindings"]; Variables: PlugEnv["Variables"] & Given }>;

/** What a handler gets behind `fetchCurrentUser`. */
export type AnyoneContext = Behind<{ currentUser: User | null }>;

/** What a handler gets behind `redirectIfUserIsAuthenticated`. */
export type VisitorContext = Behind<{ currentUser: null }>;

/** What a handler gets behind `requireAuthenticatedUser`. */
export type UserContext = Behind<{ currentUser: User; currentScope: Scope }>;
