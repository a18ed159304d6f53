import { accountPrincipals, attackPlan } from "livegate-cli/attack";
import type { Kysely } from "kysely";
import type { UserId } from "livegate/auth";
import { userTables } from "./domain/accounts/user-tables.ts";
import { paths } from "./web/paths.ts";

const signedIn = ["unconfirmed", "user", "other"];

/** How `livegate attack` finds its way in this app: who gets in where, and what is whose. */
export const attack = attackPlan({
  accounts: {
    register: String(paths.register()),
    logIn: String(paths.logIn()),
    logOut: String(paths.logOut()),
    resetPassword: String(paths.resetPassword()),
    confirm: String(paths.confirm()),
    settings: String(paths.settings()),
    changeEmail: String(paths.changeEmail()),
    deleteAccount: String(paths.deleteAccount()),
    form: "user",
  },
  tables: userTables,
  principals: accountPrincipals(),
  guards: {
    requireAuthenticatedUser: { letsIn: signedIn, sendsTo: String(paths.logIn()) },
    requireCurrentSession: { letsIn: signedIn, sendsTo: String(paths.logIn()) },
    requireSudo: { letsIn: signedIn, sendsTo: String(paths.reauthenticate()) },
    requireConfirmed: { letsIn: ["user", "other"], sendsTo: String(paths.confirm()) },
    redirectIfUserIsAuthenticated: { letsIn: ["nobody", "expired", "revoked"], sendsTo: String(paths.home()) },
  },
  records: async (db, owner) => ({ album: await newAlbum(db, owner) }),
  params: { id: ({ album = 0 }) => String(album) },
  routes: {
    "GET /albums/:id/edit": ["user"],
    "GET /albums/:id/show/edit": ["user"],
    "POST /albums/:id/edit": ["user"],
    "POST /albums/:id/show/edit": ["user"],
    "DELETE /albums/:id": ["user"],
    "POST /users/session/refresh": signedIn,
  },
  events: {
    "delete at /": { payload: ({ album = 0 }) => ({ id: String(album) }) },
    "delete at /albums/:id": { payload: ({ album = 0 }) => ({ id: String(album) }) },
    "save at /": {
      payload: ({ album = 0 }) =>
        `album[id]=${album}&album[title]=Renamed&album[artist]=Nobody&album[year]=1999&album[genre]=Jazz&album[tracks]=9`,
    },
    "search at /": { payload: () => ({ q: "blue" }), letsIn: signedIn },
  },
});

// oxlint-disable-next-line typescript/no-explicit-any -- the command knows no tables
async function newAlbum(db: Kysely<any>, owner: UserId): Promise<number> {
  const title = `Canary ${crypto.randomUUID()}`;
  const { id } = await db
    .insertInto("albums")
    .values({
      title,
      artist: "Attack",
      year: 1999,
      genre: "Jazz",
      tracks: 9,
      search_text: title,
      owner_id: owner,
      before_proof: 0,
      cover: "attacked",
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("album_covers")
    .values({ album_id: id, type: "image/gif", bytes: Buffer.from("GIF89a") })
    .execute();
  return Number(id);
}
