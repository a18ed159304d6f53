import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FileSender, begin, picked, preflight } from "../conformance/wire/file-sender.ts";
import { type SampleApp, sampleAppFor } from "./sample-app/sample-app.ts";
import { connected, logIn, logOut, registered } from "./visiting.ts";
import type { ConformanceClient } from "../conformance/conformance-client.ts";

const file = picked("0", "a.txt", 30);

async function homeOf(client: ConformanceClient) {
  const page = await client.get("/");
  const socket = await connected(client, page);
  return client.join(socket, page);
}

async function nothingStays(app: SampleApp): Promise<void> {
  for (const deadline = Date.now() + 5_000; (await app.storedFiles()) > 0;) {
    assert.ok(Date.now() < deadline, "a file stays on the disk");
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

describe("an upload", () => {
  it("that is half-way at log-out ends there: no chunk is written or answered any more, and nothing stays", async (t) => {
    const app = await sampleAppFor(t);
    const client = await registered(app);
    const view = await homeOf(client);
    const sender = await begin(view, "note", file);
    assert.equal((await sender.chunk("0123456789")).status, "ok");
    assert.equal(await app.storedFiles(), 1);
    await logOut(client);
    const late = sender.send("abcdefghij");
    app.clock.advance(1_000);
    assert.equal((await view.socket.closed()).code, 1001);
    assert.ok(!view.socket.log.some(([, ref]) => ref === late), "a chunk was answered after the log-out");
    await nothingStays(app);
  });

  it("can't be gone on with by the session that follows, though it is the same user's", async (t) => {
    const app = await sampleAppFor(t);
    const client = await registered(app);
    const view = await homeOf(client);
    const { response } = await preflight(view, "note", [file]);
    const token: unknown = response["entries"]["0"];
    await logOut(client);
    await logIn(client);
    const next = await homeOf(client);
    await preflight(next, "note", [file]);
    assert.deepEqual((await new FileSender(next, "0").join(token)).response, { reason: "disallowed" });
    assert.equal(await app.storedFiles(), 0);
  });

  it("waits at the next chunk for guards that are due, and ends where they say no", async (t) => {
    const app = await sampleAppFor(t);
    const client = await registered(app);
    const view = await homeOf(client);
    const sender = await begin(view, "note", file);
    assert.equal((await sender.chunk("0123456789")).status, "ok");
    const { id } = await app.db.selectFrom("users").select("id").executeTakeFirstOrThrow();
    await app.accounts.disable(id);
    sender.send("abcdefghij");
    assert.equal((await view.socket.closed()).code, 1001);
    await nothingStays(app);
  });
});
