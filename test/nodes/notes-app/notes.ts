import { type Kysely, sql } from "kysely";
import { topic } from "livegate";
import { appPubSub } from "livegate/pubsub";
import { type DatabaseUrl, openDatabase } from "livegate/data";
import { z } from "zod";

interface Tables {
  notes: { id: string };
}

export const pubsub = appPubSub();
export const notesTopic = topic(() => "notes", z.object({ id: z.string() }));

let db: Kysely<Tables> | null = null;

/** Notes that were written: what has been acknowledged stands here. */
export const notes = {
  async start(url: DatabaseUrl): Promise<void> {
    db = await openDatabase<Tables>(url);
    // Several processes make it at once.
    await sql`create table if not exists notes (id text primary key)`.execute(db).catch(() => {});
  },
  get db(): Kysely<Tables> {
    if (!db) throw new Error("The database isn't open.");
    return db;
  },
  async write(id: string): Promise<void> {
    await notes.db.insertInto("notes").values({ id }).execute();
    pubsub.broadcast(notesTopic(), { id });
  },
  async stop(): Promise<void> {
    await db?.destroy();
  },
};
