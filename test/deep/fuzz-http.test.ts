import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { csrfTokenOf, containerOf } from "../conformance/client/page.ts";
import { type SampleApp, startSampleApp } from "../conformance/sample-app/sample-app.ts";
import { Random, seed } from "./random.ts";

const LASTS = 12_000;
const paths = ["/counter", "/typed/7", "/rooms/x", "/members", "/log_in", "/plain", "/list", "/trip", "/fickle"];
const types = [
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "text/plain",
  "application/json",
];

describe("requests by chance", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp({ limits: { refusals: 1e9, joinBurst: 1e9 } });
  });
  after(() => app.stop());

  it("never get a 5xx page", async (t) => {
    t.diagnostic(`SEED=${seed}`);
    const random = new Random(seed);
    const until = Date.now() + LASTS;
    const statuses = new Map<number, number>();
    while (Date.now() < until) {
      for (let n = 0; n < 20; n++) {
        const status = await oneRequest(app, random);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        assert.ok(status < 500, `${status}`);
      }
    }
    t.diagnostic(JSON.stringify(Object.fromEntries(statuses)));
    assert.ok((statuses.get(200) ?? 0) > 100 && statuses.size > 3);
  });

  it("with changed tokens never join, post or upgrade into a session", async () => {
    const random = new Random(seed + 1);
    const client = app.client();
    const page = await client.get("/counter");
    const { session } = containerOf(page);
    const csrf = csrfTokenOf(page);
    const socket = await client.connect({ csrfToken: csrf });
    for (let n = 0; n < 300; n++) {
      const changed = random.mutated(session);
      // What is not base64url at the end of a token may decode to the same bytes.
      if (changed === session) continue;
      const answer = await client.tryJoin(socket, page, { session: changed });
      assert.deepEqual(answer, { status: "error", response: { reason: "stale" } }, changed);
    }
    for (let n = 0; n < 100; n++) {
      const changed = random.mutated(csrf);
      if (changed === csrf) continue;
      assert.equal((await client.post("/post", { _csrf_token: changed })).status, 403, changed);
    }
  });

  it("with changed cookies have a new session, not a broken one", async () => {
    const random = new Random(seed + 2);
    const client = app.client();
    await client.post("/log_in", { _csrf_token: csrfTokenOf(await client.get("/log_in")) });
    assert.equal((await client.get("/members")).status, 200);
    const [name, value] = [...client.cookies][0]!; // Logging in set one.
    for (let n = 0; n < 200; n++) {
      const changed = random.mutated(value).replaceAll(/[^\w.-]/g, "_");
      if (changed === value) continue;
      const intruder = app.client();
      intruder.cookies.set(name, changed);
      assert.equal((await intruder.get("/members")).status, 302, changed);
    }
  });

  it("make nothing fail inside", () => {
    const failures = app.logged.filter((line) => JSON.parse(line).level >= 50);
    assert.deepEqual(failures.slice(0, 3), []);
  });
});

async function oneRequest(app: SampleApp, random: Random): Promise<number> {
  const client = app.client();
  if (random.below(2) === 0) await client.get("/plain");
  const chance = () => asciiOf(random.text(12));
  if (random.below(3) === 0)
    client.cookies.set(random.one(["__Host-session", "session", "__phoenix_flash__", "x"]), chance());
  const path =
    random.one(paths) + random.one(["", `?${encoded(random.text(40))}`, `/${encoded(random.text(10))}`, "?a[b][]=%"]);
  const headers = {
    [random.one(["accept", "x-request-id", "x-forwarded-for", "x-forwarded-proto", "origin", "if-none-match"])]:
      chance(),
  };
  if (random.below(2) === 0) return (await client.get(path, headers)).status;
  const body = random.one([random.text(60), `_method=${random.text(6)}&a=1`, `a${"[b]".repeat(random.below(30))}=1`]);
  return (await client.post(path, body, { "content-type": random.one(types), ...headers })).status;
}

/** What Node's client agrees to send in a header. */
const asciiOf = (text: string): string => text.replaceAll(/[^\x20-\x7e]|;/g, "~");

/** What Node's client agrees to send in a request line. */
const encoded = (text: string): string => text.replaceAll(/[^\x21-\x7e]|#/g, "%7e");
