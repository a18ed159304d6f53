import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeClose, encodeCrash, encodePush, encodeReply } from "./encode.ts";
import { parseBinaryFrame, parseFrame } from "./frames.ts";
import { limits } from "./limits.ts";
import { parseCids, parseEvent, parseJoin, parseLivePatch } from "./payloads.ts";
import { seededRandom } from "./seeded-random.ts";

test("a text frame is five members", () => {
  const text = '["4","9","lv:x","event",{"a":1}]';
  assert.deepEqual(parseFrame(text), {
    ok: true,
    value: { joinRef: "4", ref: "9", topic: "lv:x", event: "event", payload: { a: 1 }, bytes: text.length },
  });
  assert.ok(parseFrame('[null,"31","phoenix","heartbeat",{}]').ok);
});

test("whatever is not such a frame is refused", () => {
  const bad = ["", "null", "1", "{}", "[]", '["1","2","t","e"]', '["1","2","t","e",{},1]', '[1,"2","t","e",{}]'];
  const more = ['["1",2,"t","e",{}]', '["1","2",null,"e",{}]', '["1","2","t",["e"],{}]', "[".repeat(100_000), "\u0000"];
  for (const text of [...bad, ...more]) assert.deepEqual(parseFrame(text), { ok: false, reason: "malformed" }, text);
  const longRef = JSON.stringify(["1".repeat(33), "2", "t", "e", {}]);
  const longTopic = JSON.stringify(["1", "2", "t".repeat(257), "e", {}]);
  assert.equal(parseFrame(longRef).ok, false);
  assert.equal(parseFrame(longTopic).ok, false);
});

const frameOf = (size: number, filler: string): string => `["1","2","t","e","${filler.repeat(size)}"]`;

test("a frame of more than the limit is refused, counted in bytes", () => {
  const around = frameOf(0, "").length;
  assert.ok(parseFrame(frameOf(limits.frameBytes - around, "x")).ok);
  assert.deepEqual(parseFrame(frameOf(limits.frameBytes - around + 1, "x")), { ok: false, reason: "too large" });
  assert.deepEqual(parseFrame(frameOf(limits.frameBytes / 2, "é")), { ok: false, reason: "too large" });
});

test("a binary push is four lengths, four strings and the payload", () => {
  const data = Buffer.from("\u0000\u0002\u0002\u0005\u00051213lvu:0chunkhello ");
  const frame = parseBinaryFrame(data);
  assert.ok(frame.ok);
  assert.equal(frame.value.topic, "lvu:0");
  assert.equal(frame.value.joinRef, "12");
  assert.equal(Buffer.from(frame.value.payload).toString(), "hello ");
});

test("a binary frame that lies about its lengths or its kind is refused", () => {
  for (const bytes of [[], [0], [0, 1, 1, 1], [1, 0, 0, 0, 0], [0, 255, 0, 0, 0], [0, 1, 1, 1, 1, 65, 65, 65]]) {
    assert.deepEqual(parseBinaryFrame(Uint8Array.from(bytes)), { ok: false, reason: "malformed" });
  }
});

test("frames to the client are JSON, whatever the refs and topics are", () => {
  assert.equal(
    encodeReply("4", "9", "lv:x", "ok", '{"diff":{"0":"1"}}'),
    '["4","9","lv:x","phx_reply",{"status":"ok","response":{"diff":{"0":"1"}}}]',
  );
  assert.equal(encodePush("4", "lv:x", "diff", "{}"), '["4",null,"lv:x","diff",{}]');
  assert.equal(encodeClose("4", "lv:x"), '["4","4","lv:x","phx_close",{}]');
  assert.equal(encodeCrash("4", "lv:x"), '["4","4","lv:x","phx_error",{"reason":"channel_crash"}]');
  for (const odd of ['"],"x', "\\", "\n", "\u2028", "\uD800", "é", ""]) {
    assert.deepEqual(JSON.parse(encodeReply(odd, null, odd, "error", "{}")), [
      odd,
      null,
      odd,
      "phx_reply",
      { status: "error", response: {} },
    ]);
    assert.deepEqual(JSON.parse(encodePush(null, odd, odd, "[]")), [null, null, odd, odd, []]);
  }
});

test("no input makes a parser throw, and nothing that a parser gives has a prototype", () => {
  const random = seededRandom(7);
  const seeds = [
    '["4","9","lv:x","event",{"type":"click","event":"inc","value":{"by":"2"},"cid":3}]',
    '["4","9","lv:x","event",{"type":"form","event":"v","value":"a%5Bb%5D=1","meta":{"_target":"a[b]"},"uploads":{}}]',
    '["4","4","lv:x","phx_join",{"url":"http://a.test/?q=1","params":{"_mounts":0},"session":"S","static":null}]',
    '["4","5","lv:x","cids_destroyed",{"cids":[1,2]}]',
    '["4","5","lv:x","live_patch",{"url":"http://a.test/"}]',
  ];
  let taken = 0;
  for (let round = 0; round < 8000; round++) {
    const text = mutate(random, random.pick(seeds));
    parseBinaryFrame(Buffer.from(text, "latin1"));
    const frame = parseFrame(text);
    if (!frame.ok) continue;
    const { payload, bytes } = frame.value;
    for (const parse of [parseEvent, parseJoin, parseLivePatch, parseCids]) {
      const result = parse(payload, bytes);
      if (!result.ok) continue;
      taken++;
      assertNoPrototype("own" in result.value ? result.value.own : (result.value as { value?: unknown }).value);
    }
  }
  assert.ok(taken > 500, `only ${taken} mutations were still valid`);
});

type Random = ReturnType<typeof seededRandom>;

const fragments = [
  '"',
  "[",
  "]",
  "{",
  "}",
  ",",
  "null",
  "1e999",
  "-1",
  '"__proto__":',
  "\\u0000",
  "%",
  "%ff",
  "é",
  "[]",
  "true",
];

function mutate(random: Random, text: string): string {
  let result = text;
  for (let edits = random.below(4); edits > 0; edits--) {
    const at = random.below(result.length + 1);
    result = result.slice(0, at) + random.pick(fragments) + result.slice(at + random.below(6));
  }
  return result;
}

function assertNoPrototype(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) assert.equal(Object.getPrototypeOf(value), null);
  for (const [key, member] of Object.entries(value)) {
    assert.notEqual(key, "__proto__");
    assertNoPrototype(member);
  }
}
