import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { JoinedView } from "../conformance/client/joined-view.ts";
import { csrfTokenOf, containerOf, textOf } from "../conformance/client/page.ts";
import type { RawSocket } from "../conformance/client/raw-socket.ts";
import { type SampleApp, startSampleApp } from "../conformance/sample-app/sample-app.ts";
import { Random, seed } from "./random.ts";

const LASTS = 15_000;
/** Ways in which a server may end a connection that sent what is no frame. */
const fairCodes = new Set([1002, 1007, 1009]);

const events = ["phx_join", "phx_leave", "event", "live_patch", "heartbeat", "cids_destroyed", "cids_will_destroy"];
const others = ["phx_reply", "phx_error", "phx_close", "progress", "allow_upload", "chunk", "diff", "__proto__"];
const names = ["inc", "add", "echo", "ask", "shout", "flash", "nothing", "lv:clear-flash", "lv:x", "constructor", ""];
const paths = [
  "/counter",
  "/counter?step=3",
  "/typed/1",
  "/typed/x",
  "/aside",
  "/members",
  "/nowhere",
  "//x",
  "/%",
  "#",
];

describe("frames by chance", () => {
  let app: SampleApp;
  let bystander: JoinedView;
  const unhandled: unknown[] = [];
  const keep = (error: unknown) => unhandled.push(error);
  before(async () => {
    process.on("unhandledRejection", keep);
    // Limits of speed have tests of their own; here every frame is to be looked at.
    const limits = { joinsPerSecond: 1e6, joinBurst: 1e6, eventsPerSecond: 1e6, eventBurst: 1e6, refusals: 1e9 };
    app = await startSampleApp({ limits });
    bystander = await app.client().visit("/counter");
  });
  after(async () => {
    process.off("unhandledRejection", keep);
    await app.stop();
  });

  it("always get a clear answer or a close code, and nobody else notices", async (t) => {
    t.diagnostic(`SEED=${seed}`);
    const random = new Random(seed);
    const until = Date.now() + LASTS;
    let [frames, ends, clicks] = [0, 0, 0];
    while (Date.now() < until) {
      const one = await oneConnection(app, random);
      frames += one.frames;
      if (one.code !== null) {
        ends += 1;
        assert.ok(fairCodes.has(one.code), `ended with ${one.code} after ${one.last}`);
      }
      await bystander.click("inc");
      clicks += 1;
      assert.equal(textOf(bystander.html, "count"), String(clicks));
    }
    t.diagnostic(`${frames} frames, ${ends} of them ended their connection`);
    assert.ok(frames > 1_000 && ends > 10);
  });

  it("make nothing fail inside, and pollute nothing", () => {
    assert.deepEqual(unhandled, []);
    const failures = app.logged.filter((line) => JSON.parse(line).level >= 50);
    assert.deepEqual(failures.slice(0, 3), []);
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
    assert.deepEqual(Object.keys(Object.prototype), []);
  });
});

async function oneConnection(app: SampleApp, random: Random) {
  const client = app.client();
  const page = await client.get("/counter");
  const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
  const view = await client.join(socket, page);
  const join = client.joinPayload(page);
  const topics = [
    view.topic,
    view.topic,
    view.topic,
    "phoenix",
    "lv:",
    `lv:${containerOf(page).id}x`,
    "lvu:0",
    "",
    "__proto__",
  ];
  let last: unknown = "";
  let frames = 0;
  for (; frames < 60 && !socket.ended; frames++) {
    last = sendOne(socket, random, { joinRef: view.joinRef, topics, join });
    if (frames % 20 === 19) await alive(socket);
  }
  await alive(socket);
  const code = socket.ended?.code ?? null;
  await socket.close();
  return { frames, code, last: JSON.stringify(last).slice(0, 500) };
}

/** Either the connection answers a heartbeat, or it has ended. */
async function alive(socket: RawSocket): Promise<void> {
  if (socket.ended) return;
  await socket.heartbeat().catch((error: unknown) => {
    if (!socket.ended) throw error;
  });
}

interface Known {
  readonly joinRef: string;
  readonly topics: readonly string[];
  readonly join: object;
}

function sendOne(socket: RawSocket, random: Random, { joinRef, topics, join }: Known): unknown {
  const kind = random.below(60);
  if (kind === 0) return sent(random.bytes(64), (bytes) => socket.sendRaw(bytes));
  if (kind === 1) return sent(random.text(80), (text) => socket.sendRaw(text));
  if (kind === 2) return sent(random.bytes(32), (bytes) => socket.sendText(bytes));
  const event = random.one([...events, ...events, ...events, ...others, random.text(10)]);
  const joinRefs = [joinRef, joinRef, joinRef, null, "x", random.text(6)];
  const ref = random.one([socket.nextRef(), socket.nextRef(), null, random.text(6)]);
  const payload = payloadOf(event, random, join);
  const frame = [random.one(joinRefs), ref, random.one(topics), event, payload];
  const text = JSON.stringify(frame);
  return sent(kind < 6 ? random.mutated(text) : text, (whole) => socket.sendRaw(whole));
}

function sent<T>(what: T, send: (what: T) => void): T {
  send(what);
  return what;
}

function payloadOf(event: string, random: Random, join: object): unknown {
  if (random.below(6) === 0) return random.json(4);
  const url = `https://shop.test${random.one(paths)}${random.below(3) === 0 ? random.text(8) : ""}`;
  if (event === "phx_join") {
    const changes = {
      [random.one([...Object.keys(join), "redirect", "flash", "url"])]: random.one([url, random.json(2)]),
    };
    return { ...join, ...changes };
  }
  if (event === "live_patch") return { url };
  if (event.startsWith("cids")) return { cids: random.one([[1], [1.5], "x", [null], random.json(1)]) };
  const value = random.one([
    random.json(3),
    { by: random.json(0) },
    random.text(60),
    { kind: "info", text: random.text(9) },
  ]);
  const type = random.one(["click", "form", "hook", "keyup", null, random.text(4)]);
  return {
    type,
    event: random.one([...names, random.text(8)]),
    value,
    [random.one(["cid", "meta", "uploads"])]: random.json(1),
  };
}
