import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, describe, it } from "node:test";
import type { ConformanceClient } from "./conformance-client.ts";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";
import { type Page, csrfTokenOf } from "./wire/page.ts";

let app: SampleApp;
before(async () => {
  app = await startSampleApp();
});
after(() => app.stop());

const headers = { "content-type": "multipart/form-data; boundary=XYZ", origin: "https://shop.test" };
const field = (name: string, text: string): string =>
  `--XYZ\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
const file = (name: string, fileName: string, text: string, type = "text/plain"): string =>
  `--XYZ\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: ${type}\r\n\r\n${text}\r\n`;

/** A visitor, and what sends a form of theirs: its token first, unless it is said otherwise. */
async function visitor() {
  const client = app.client();
  const token = csrfTokenOf(await client.get("/attach"));
  const send = (...parts: readonly string[]): Promise<Page> =>
    client.post("/attach", `${field("_csrf_token", token)}${parts.join("")}--XYZ--\r\n`, headers);
  return { client, token, send };
}
const jsonOf = ({ body, status }: Page): unknown =>
  status === 200 ? JSON.parse(body) : `${status} ${body.slice(0, 200)}`;

async function nothingStays(): Promise<void> {
  for (const deadline = Date.now() + 5_000; (await app.storedFiles()).length > 0;) {
    assert.ok(Date.now() < deadline, `${(await app.storedFiles()).length} files stay`);
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

/** A picture as far as its first bytes: ASCII alone can be sent by this client. */
const GIF = "GIF89a, and so on";

describe("a form with files, without JavaScript", () => {
  it("brings its fields and its files, to whatever writers there are, and leaves nothing", async () => {
    const { send } = await visitor();
    const long = "0123456789".repeat(15_000);
    const sent = await send(field("title", "Blue"), file("notes", "a/b.txt", "one"), file("notes", "c.txt", long));
    assert.deepEqual(jsonOf(sent), { title: "Blue", covers: [], notes: ["one", long], errors: [] });
    await nothingStays();
  });

  it("may have a field in which no file was chosen, and one that nobody knows", async () => {
    const { send } = await visitor();
    const sent = await send(file("cover", "", ""), file("other", "x.bin", "x".repeat(100_000)), field("title", "Blue"));
    assert.deepEqual(jsonOf(sent), { title: "Blue", covers: [], notes: [], errors: [] });
  });

  it("is judged as over the socket: kinds, first bytes, sizes and numbers", async () => {
    const { send } = await visitor();
    const errors = async (...parts: readonly string[]) => (jsonOf(await send(...parts)) as { errors?: unknown }).errors;
    assert.deepEqual(await errors(file("cover", "a.exe", "x")), ["not_accepted"]);
    assert.deepEqual(await errors(file("cover", "a.png", "<svg onload=alert(1)>", "image/png")), ["not_accepted"]);
    assert.deepEqual(await errors(file("cover", "a.png", GIF, "image/png")), ["not_accepted"]);
    assert.deepEqual(await errors(file("cover", "a.png", GIF.repeat(100), "image/png")), ["too_large"]);
    assert.deepEqual(await errors(file("notes", "a.txt", "")), ["empty"]);
    const three = ["a.txt", "b.txt", "c.txt"].map((name) => file("notes", name, name));
    assert.deepEqual(await errors(...three), ["too_many_files"]);
    await nothingStays();
  });

  it("leaves nothing of a path in a name, nor outside of the folder for uploads", async () => {
    const { send } = await visitor();
    for (const name of ["../../evil.pdf", "/etc/evil.pdf", "a/../evil.pdf", "C:\\\\temp\\\\evil.pdf"]) {
      const { papers = [] } = jsonOf(await send(file("paper", name, "one"))) as { papers?: Record<string, string>[] };
      assert.deepEqual(papers[0]?.["clientName"], "evil.pdf", name);
      assert.doesNotMatch(papers[0]?.["path"] ?? "", /evil|\.\./);
    }
    await nothingStays();
  });

  it("is refused without the session's token before its files, and nothing of them is kept", async () => {
    const { client, token } = await visitor();
    const post = (body: string) => client.post("/attach", `${body}--XYZ--\r\n`, headers);
    for (const body of [
      file("notes", "a.txt", "one"),
      field("_csrf_token", "forged") + file("notes", "a.txt", "one"),
      file("notes", "a.txt", "one") + field("_csrf_token", token),
    ]) {
      assert.equal((await post(body)).status, 403);
    }
    await nothingStays();
  });

  it("that is broken is answered as such, and so is one with too much in its fields", async () => {
    const { client, token } = await visitor();
    const post = (body: string) => client.post("/attach", body, headers);
    assert.equal((await post("no form at all")).status, 400);
    assert.equal((await post(field("_csrf_token", token) + file("notes", "a.txt", "one"))).status, 400);
    assert.equal(
      (await post(`${field("_csrf_token", token)}${field("title", "x".repeat(300_000))}--XYZ--`)).status,
      413,
    );
    await nothingStays();
  });

  it("leaves nothing where its handler fails, or the browser goes away", async () => {
    const { client, token, send } = await visitor();
    assert.equal((await send(field("fail", "1"), file("paper", "a.pdf", "one"))).status, 500);
    await nothingStays();
    await leave(client, `${field("_csrf_token", token)}${file("notes", "a.txt", "x".repeat(50_000))}`.slice(0, -10));
    await nothingStays();
    assert.deepEqual((jsonOf(await send(file("notes", "a.txt", "one"))) as { notes?: unknown }).notes, ["one"]);
  });
});

/** Begins to send a form, and breaks off when its file is on the disk. */
async function leave({ address, cookies }: ConformanceClient, body: string): Promise<void> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const options = { port: address.port, method: "POST", path: "/attach", agent: false as const };
  const sent = request({
    ...options,
    host: "127.0.0.1",
    headers: { ...headers, host: "shop.test", cookie, "content-length": "1000000" },
  });
  sent.on("error", () => {});
  sent.write(body);
  for (const deadline = Date.now() + 5_000; (await app.storedFiles()).length === 0;) {
    assert.ok(Date.now() < deadline, "nothing came");
    await new Promise((resolve) => void setImmediate(resolve));
  }
  const closed = new Promise((resolve) => void sent.once("close", resolve));
  sent.destroy();
  await closed;
}
