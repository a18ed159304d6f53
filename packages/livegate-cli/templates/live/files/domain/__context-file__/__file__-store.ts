import type { Selectable } from "kysely";
// @if constraints
import { constraintErrors } from "livegate/data";
// @end
import { pubsub } from "../pubsub.ts";
import { repo } from "../repo.ts";
import { type __Schema__Change, __schemas__Topic } from "./__file__-change.ts";
import type { __Schema__Table } from "./__file__-table.ts";
import type { __Schema__, __Schema__Attributes } from "./__file__.ts";

/** Messages by field. `id` says that there is none of that id (any more). */
export type __Schema__Errors = Readonly<Partial<Record<keyof __Schema__Attributes | "id", readonly string[]>>>;

/** What came of writing one __label__. */
export type __Schema__Result =
  | { readonly ok: true; readonly value: __Schema__ }
  | { readonly ok: false; readonly errors: __Schema__Errors };

const GONE: __Schema__Result = { ok: false, errors: { id: ["It has been deleted."] } };

/** All __labels__, the newest first. */
export async function list__Schemas__(): Promise<readonly __Schema__[]> {
  // @if booleans
  const rows = await repo.db.selectFrom("__table__").selectAll().orderBy("id", "desc").execute();
  return rows.map(fromRow);
  // @else
  return repo.db.selectFrom("__table__").selectAll().orderBy("id", "desc").execute();
  // @end
}

/** One __label__, or null where there is none of that id. */
export async function get__Schema__(id: number): Promise<__Schema__ | null> {
  const row = await repo.db.selectFrom("__table__").selectAll().where("id", "=", id).executeTakeFirst();
  // @if booleans
  return row ? fromRow(row) : null;
  // @else
  return row ?? null;
  // @end
}

/** Adds one; open pages are told. */
export const create__Schema__ = (attributes: __Schema__Attributes): Promise<__Schema__Result> =>
  written("created", () => repo.db.insertInto("__table__").values(attributes).returningAll().executeTakeFirst());

/** Changes one; open pages are told. */
export const update__Schema__ = (id: number, attributes: __Schema__Attributes): Promise<__Schema__Result> =>
  written("updated", () => repo.db.updateTable("__table__").set(attributes).where("id", "=", id).returningAll().executeTakeFirst());

/** Deletes one; open pages are told. */
export const delete__Schema__ = (id: number): Promise<__Schema__Result> =>
  written("deleted", () => repo.db.deleteFrom("__table__").where("id", "=", id).returningAll().executeTakeFirst());

// @if booleans
const fromRow = (row: Row): __Schema__ => ({
  ...row,
  __booleanValues__: 0,
});

// @end
type Row = Selectable<__Schema__Table>;

async function written(type: __Schema__Change["type"], write: () => Promise<Row | undefined>): Promise<__Schema__Result> {
  // @if constraints
  let row: Row | undefined;
  try {
    row = await write();
  } catch (error) {
    const refused = constraintErrors(error, {
      __constraints__: {},
    });
    if (!refused) throw error;
    return refused;
  }
  // @else
  const row = await write();
  // @end
  if (!row) return GONE;
  pubsub.broadcast(__schemas__Topic(), { type, id: row.id });
  // @if booleans
  return { ok: true, value: fromRow(row) };
  // @else
  return { ok: true, value: row };
  // @end
}
