import { sql } from "kysely";
import type { Scope } from "../accounts/scope.ts";
import type { Album } from "./album.ts";

type Owned = Pick<Album, "ownerId">;

/** Whether an album is of whoever asks. */
export const isOwn = ({ user }: Scope, { ownerId }: Owned): boolean => ownerId === user.id;

/** Whether somebody may change or delete an album: their own, and any that is nobody's. */
export const mayChange = (scope: Scope, album: Owned): boolean => album.ownerId === null || isOwn(scope, album);

/** What `mayChange` says, for a statement. */
export const changeableIn = ({ user }: Scope) => sql<boolean>`(owner_id is null or owner_id = ${user.id})`;
