import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { type SampleApp, sampleAppFor } from "./sample-app/sample-app.ts";
import { textOf } from "../conformance/wire/page.ts";
import { connected, registered } from "./visiting.ts";

type Deed = "endSession" | "endSessions" | "disable" | "changed";

/** Has another process do something to the accounts of a running app. */
async function elsewhere(app: SampleApp, deed: Deed, id: string | number): Promise<void> {
  const script = join(import.meta.dirname, "other-process.ts");
  await promisify(execFile)(process.execPath, [script, app.databaseUrl, deed, String(id)]);
}

/** A page that is open, and whose it is. */
async function open(app: SampleApp, email?: string, path = "/") {
  const client = await registered(app, email);
  const page = await client.get(path);
  const socket = await connected(client, page);
  const view = await client.join(socket, page);
  const query = app.db.selectFrom("users_sessions").select(["id", "user_id"]).orderBy("user_id", "desc");
  const { id, user_id: userId } = await query.executeTakeFirstOrThrow();
  return { client, socket, view, id, userId };
}

describe("what another process does to a session", () => {
  for (const deed of ["endSession", "endSessions", "disable"] as const) {
    it(`ends the pages that are open here at the next look: ${deed}`, async (t) => {
      const app = await sampleAppFor(t);
      const [ada, eve] = [await open(app), await open(app, "eve@example.com")];
      await elsewhere(app, deed, deed === "endSession" ? ada.id : ada.userId);
      await ada.view.click("count");
      app.clock.advance(8_000);
      assert.deepEqual((await ada.view.message("redirect"))[4], { to: "/", status: 302 });
      assert.deepEqual(await ada.socket.closed(), { code: 1001, reason: "session ended" });
      assert.equal((await ada.client.get("/")).status, 302);
      await eve.view.click("count");
      assert.equal(eve.socket.ended, null);
    });
  }

  for (const deed of ["endSession", "endSessions", "disable"] as const) {
    it(`lets no event start any more where guards run before each, without a look: ${deed}`, async (t) => {
      const app = await sampleAppFor(t);
      const ada = await open(app, undefined, "/vault");
      await ada.view.click("count");
      assert.equal(textOf(ada.view.html, "count"), "1");
      await elsewhere(app, deed, deed === "endSession" ? ada.id : ada.userId);
      const clicked = ada.view.click("count");
      assert.deepEqual((await ada.view.message("redirect"))[4], { to: "/vault", status: 302 });
      await Promise.race([clicked, ada.view.message("phx_close")]);
      assert.equal(textOf(ada.view.html, "count"), "1");
    });
  }

  it("makes the guards run again that rest on it: another address is shown", async (t) => {
    const app = await sampleAppFor(t);
    const ada = await open(app);
    await app.db.updateTable("users").set({ email: "ada@example.org" }).execute();
    await elsewhere(app, "changed", ada.userId);
    app.clock.advance(8_000);
    assert.match(JSON.stringify((await ada.view.message("diff"))[4]), /ada@example\.org/);
    await ada.view.click("count");
    assert.equal(ada.socket.ended, null);
  });
});
