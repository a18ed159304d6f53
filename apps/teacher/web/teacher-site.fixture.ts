import { join } from "node:path";
import type { TestContext } from "node:test";
import { migrate } from "livegate/data";
import { type TestApp, temporaryDatabase, testApp } from "livegate/testing";
import { loadConfig } from "../config.ts";
import type { Album, AlbumAttributes } from "../domain/catalog/album.ts";
import * as Catalog from "../domain/catalog/catalog.ts";
import { repo } from "../domain/repo.ts";
import { teacherEndpoint } from "./endpoint.ts";

const APP = join(import.meta.dirname, "..");

/** Teacher as it is configured for tests: another one has the same keys. */
export const testTeacher = (databaseUrl: string) =>
  teacherEndpoint(
    loadConfig({
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      SECRET_KEY_BASE: "only-for-tests-".repeat(5),
      DATABASE_URL: databaseUrl,
    }),
  );

/** Teacher on an empty database of its own, for one test. */
export async function openTeacher(t: TestContext): Promise<TestApp> {
  const database = await temporaryDatabase(process.env["DATABASE_URL"]);
  await migrate(await repo.start(database.url), join(APP, "db", "migrations"));
  const site = testApp(testTeacher(database.url), { client: join(APP, "client", "app.ts") });
  t.after(async () => {
    await site.close();
    await repo.stop();
    await database[Symbol.asyncDispose]();
  });
  return site;
}

const blue: AlbumAttributes = { title: "Blue", artist: "Joni Mitchell", year: 1971, genre: "Folk", tracks: 10 };

/** Puts an album on the shelf: Blue, but for what is said. */
export async function shelved(attributes: Partial<AlbumAttributes> = {}): Promise<Album> {
  const created = await Catalog.createAlbum({ ...blue, ...attributes });
  if (!created.ok) throw new Error(JSON.stringify(created.errors));
  return created.value;
}
