import assert from "node:assert/strict";
import { test } from "node:test";
import { parseConnect } from "./connect-request.ts";
import { limits } from "./limits.ts";
import type { Parsed } from "./parsed.ts";
import { eventClaim, parseCids, parseEvent, parseJoin, parseLivePatch } from "./payloads.ts";

function valueOf<T>(result: Parsed<T>): T {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const joined = {
  url: "http://shop.test/cart?page=2#top",
  params: { tz: "UTC", _track_static: ["http://shop.test/app.js", 1], _mounts: 2, _csrf_token: "T" },
  session: "SESS",
  static: null,
  sticky: false,
};

test("a join is read with its page, tokens and the app's own parameters", () => {
  const join = valueOf(parseJoin(joined, 500));
  assert.equal(join.location?.by, "url");
  assert.equal(join.location?.url.pathname, "/cart");
  assert.equal(join.session, "SESS");
  assert.equal(join.static, null);
  assert.deepEqual(plain(join.params), {
    mounts: 2,
    mountAttempts: 0,
    referer: null,
    trackStatic: ["http://shop.test/app.js"],
    csrfToken: "T",
    own: { tz: "UTC" },
    held: null,
    recover: null,
  });
});

test("a live navigation's URL wins, and a nested view's join has none", () => {
  const navigated = valueOf(parseJoin({ ...joined, redirect: "https://shop.test/x" }, 1));
  assert.equal(navigated.location?.by, "redirect");
  assert.equal(valueOf(parseJoin({ session: "S" }, 1)).location, null);
  assert.equal(valueOf(parseJoin({}, 1)).session, null);
});

test("a join with a strange URL, strange parameters or too many bytes is refused", () => {
  for (const url of ["javascript:alert(1)", "/cart", "", 7, null, { href: "http://x" }]) {
    assert.deepEqual(parseJoin({ ...joined, url }, 1), { ok: false, reason: "malformed" });
  }
  assert.equal(parseJoin({ ...joined, params: [] }, 1).ok, false);
  assert.equal(parseJoin("join", 1).ok, false);
  assert.deepEqual(parseJoin(joined, limits.joinBytes + 1), { ok: false, reason: "too large" });
  const strange = valueOf(parseJoin({ params: { _mounts: -1, _track_static: "x" }, session: {}, flash: 1 }, 1));
  assert.deepEqual(
    [strange.params.mounts, strange.params.trackStatic, strange.session, strange.flash],
    [0, [], null, null],
  );
});

test("a click keeps its value, without prototypes and hostile keys", () => {
  const payload = JSON.parse(
    '{"type":"click","event":"inc","value":{"by":"2","__proto__":{"x":1},"constructor":1},"cid":3}',
  );
  const event = valueOf(parseEvent(payload, 100));
  assert.deepEqual(plain(event), { type: "click", event: "inc", value: { by: "2" }, cid: 3, meta: {}, uploads: null });
  assert.equal(Object.getPrototypeOf(event.value), null);
});

test("a form's values are decoded, what came beside them is laid over, and the target is a path", () => {
  const value = "album%5Btitle%5D=Blue&kind=typed";
  const meta = { _target: "album[title]", kind: "value" };
  const event = valueOf(parseEvent({ type: "form", event: "validate", value, meta, uploads: {} }, 200));
  assert.deepEqual(plain(event.value), { album: { title: "Blue" }, kind: "value", _target: ["album", "title"] });
  assert.deepEqual(plain(event.meta), { _target: ["album", "title"], kind: "value" });
  assert.deepEqual(plain(event.uploads), {});
});

test("an event without a name, with a strange component or a form without text is refused", () => {
  for (const payload of [
    null,
    [],
    {},
    { event: 1 },
    { event: "x".repeat(257) },
    { event: "x", cid: 0 },
    { event: "x", cid: "1" },
    { event: "x", cid: 1.5 },
    { event: "x", type: "form", value: { a: 1 } },
    { event: "x", type: "form", value: "a=1", meta: "m" },
  ]) {
    assert.deepEqual(parseEvent(payload, 1), { ok: false, reason: "malformed" }, JSON.stringify(payload));
  }
});

test("a form may be larger than another event, but what comes beside its values may not", () => {
  const form = { type: "form", event: "x", value: `a=${"x".repeat(200_000)}` };
  assert.ok(parseEvent(form, 200_100).ok);
  assert.deepEqual(parseEvent({ ...form, type: "hook" }, 200_100), { ok: false, reason: "too large" });
  assert.deepEqual(parseEvent(form, 270_000), { ok: false, reason: "too large" });
  const nested = JSON.parse(`${"[".repeat(40)}${"]".repeat(40)}`);
  assert.deepEqual(parseEvent({ event: "x", value: nested }, 100), { ok: false, reason: "nested too deep" });
});

test("a patch has a page's URL, and component ids are positive whole numbers", () => {
  assert.equal(valueOf(parseLivePatch({ url: "http://a.test/x" }, 1)).url.pathname, "/x");
  assert.equal(parseLivePatch({ url: "data:x" }, 1).ok, false);
  assert.equal(parseLivePatch(null, 1).ok, false);
  assert.deepEqual(valueOf(parseCids({ cids: [4, 5] }, 1)), [4, 5]);
  for (const cids of [undefined, [0], ["1"], [1.5], {}]) assert.equal(parseCids({ cids }, 1).ok, false);
});

test("an upgrade's token comes from the subprotocol, else from the query, and only our version is served", () => {
  const bearer = `phoenix, base64url.bearer.phx.${Buffer.from("T0KEN==").toString("base64url")}`;
  const query = "/base/live/websocket?_csrf_token=Q&_mounts=0&token=P&_track_static%5B0%5D=x&tz=UTC&vsn=2.0.0";
  const both = valueOf(parseConnect(query, bearer));
  assert.deepEqual(plain(both), {
    path: "/base/live/websocket",
    csrfToken: "T0KEN==",
    protocol: "phoenix",
    pollToken: "P",
    pollTimeout: 20_000,
    params: { tz: "UTC" },
  });
  for (const [said, timeout] of Object.entries({ "30000": 30_000, "1e9": 1e9, "": 20_000, x: 20_000, NaN: 20_000 })) {
    assert.equal(valueOf(parseConnect(`/x?vsn=2.0.0&_timeout=${said}`, undefined)).pollTimeout, timeout);
  }
  const bare = valueOf(parseConnect(query, undefined));
  assert.deepEqual([bare.csrfToken, bare.protocol], ["Q", null]);
  for (const url of ["/live/websocket", "/live/websocket?vsn=1.0.0", "/live/websocket?vsn[]=2.0.0"]) {
    assert.deepEqual(parseConnect(url, undefined), { ok: false, reason: "unsupported version" });
  }
  assert.deepEqual(parseConnect(`/x?vsn=2.0.0&a=${"x".repeat(17_000)}`, undefined), { ok: false, reason: "too large" });
});

test("a refused event still says its name, if it has one, and whether a hook waits for it", () => {
  assert.deepEqual(eventClaim({ event: "save", type: "hook", cid: "wrong" }), { event: "save", fromHook: true });
  assert.deepEqual(eventClaim({ event: "x".repeat(300), type: "click" }), { event: "", fromHook: false });
  for (const nothing of [null, "save", ["save"], { event: 7 }]) {
    assert.deepEqual(eventClaim(nothing), { event: "", fromHook: false });
  }
});
