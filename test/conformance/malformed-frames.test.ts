import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { csrfTokenOf, textOf } from "./client/page.ts";
import type { JoinedView } from "./client/joined-view.ts";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";

// What is no frame has nobody to answer: the connection ends with a code, and everybody else goes on.
describe("what is no frame", () => {
  let app: SampleApp;
  let bystander: JoinedView;
  before(async () => {
    app = await startSampleApp();
    bystander = await app.client().visit("/counter");
  });
  after(() => app.stop());

  const opened = async () => {
    const client = app.client();
    return client.connect({ csrfToken: csrfTokenOf(await client.get("/counter")) });
  };

  const noFrames: Readonly<Record<string, string>> = {
    "no JSON": "hello",
    nothing: "",
    "half a frame": '["1","1","lv:x","event",{',
    "an object": '{"0":"1"}',
    null: "null",
    "four members": '["1","1","lv:x","event"]',
    "six members": '["1","1","lv:x","event",{},1]',
    "a number as join reference": '[1,"1","lv:x","event",{}]',
    "a number as reference": '["1",1,"lv:x","event",{}]',
    "an array as reference": '["1",["1"],"lv:x","event",{}]',
    "no topic": '["1","1",null,"event",{}]',
    "a number as topic": '["1","1",7,"event",{}]',
    "an object as event": '["1","1","lv:x",{},{}]',
    "a topic without end": `["1","1","lv:${"x".repeat(300)}","event",{}]`,
    "an event without end": `["1","1","lv:x","${"e".repeat(300)}",{}]`,
    "a reference without end": `["1","${"1".repeat(100)}","lv:x","event",{}]`,
    "arrays without bottom": `${"[".repeat(50_000)}${"]".repeat(50_000)}`,
  };
  for (const [name, text] of Object.entries(noFrames)) {
    it(`ends the connection with 1002: ${name}`, async () => {
      const socket = await opened();
      socket.sendRaw(text);
      assert.equal((await socket.closed()).code, 1002);
      assert.equal((await bystander.click("inc")).status, "ok");
    });
  }

  it("ends the connection with 1002: bytes, which only an upload may send", async () => {
    for (const bytes of [[], [0], [0, 2, 2, 5, 5], [1, 2, 3, 4, 255, 255], [0, 255, 255, 255, 255, 1]]) {
      const socket = await opened();
      socket.sendRaw(new Uint8Array(bytes));
      assert.equal((await socket.closed()).code, 1002);
    }
    assert.equal((await bystander.click("inc")).status, "ok");
  });

  it("ends the connection with 1007: text that is not UTF-8", async () => {
    const socket = await opened();
    socket.sendText(Buffer.from([0x5b, 0xff, 0xfe, 0x5d]));
    assert.equal((await socket.closed()).code, 1007);
    assert.equal((await bystander.click("inc")).status, "ok");
  });

  it("ends the connection with 1009: more than 1 MiB", async () => {
    const socket = await opened();
    socket.sendRaw(JSON.stringify(["1", "1", "lv:x", "event", { event: "x".repeat(1_048_576) }]));
    assert.equal((await socket.closed()).code, 1009);
    assert.equal((await bystander.click("inc")).status, "ok");
  });

  it("is counted and logged without what was sent", async () => {
    const refused = app.app.counters.value("frame_refused");
    const socket = await opened();
    socket.sendRaw("a secret that somebody mistyped");
    await socket.closed();
    assert.equal(app.app.counters.value("frame_refused"), refused + 1);
    assert.doesNotMatch(app.logged.join("\n"), /mistyped/);
  });
});

describe("a frame whose payload is not what its event wants", () => {
  let app: SampleApp;
  let view: JoinedView;
  before(async () => {
    app = await startSampleApp();
    view = await app.client().visit("/counter");
  });
  after(() => app.stop());

  const payloads: Readonly<Record<string, unknown>> = {
    null: null,
    "a text": "inc",
    "a list": ["inc"],
    "no event": { type: "click", value: {} },
    "a number as event": { type: "click", event: 7, value: {} },
    "an event without end": { type: "click", event: "x".repeat(300), value: {} },
    "a text as component": { type: "click", event: "inc", value: {}, cid: "1" },
    "component 0": { type: "click", event: "inc", value: {}, cid: 0 },
    "a component that is half": { type: "click", event: "inc", value: {}, cid: 1.5 },
    "a form that is no text": { type: "form", event: "inc", value: { a: 1 } },
    "a list as meta": { type: "form", event: "inc", value: "a=1", meta: [1] },
    "a value without bottom": { type: "click", event: "echo", value: nested(100) },
    "a form's name without bottom": { type: "form", event: "echo", value: `a${"[b]".repeat(50)}=1` },
  };
  for (const [name, payload] of Object.entries(payloads)) {
    it(`is refused with an acknowledgement: ${name}`, async () => {
      const { status, response } = await view.push("event", payload);
      assert.equal(status, "ok");
      assert.equal(response["diff"].e[0][0], "lg:refused");
      assert.equal(response["diff"].e[0][1].reason, "invalid_payload");
      assert.equal(textOf(view.html, "count"), "0");
    });
  }

  it("names the event that was refused, where it has a name", async () => {
    const { response } = await view.push("event", { type: "click", event: "echo", value: nested(100) });
    assert.equal(response["diff"].e[0][1].event, "echo");
  });

  it("keys that reach a prototype never arrive", async () => {
    const hostile = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":{"__proto__":1,"b":2}}';
    view.socket.sendRaw(
      `["${view.joinRef}","hostile","${view.topic}","event",{"type":"click","event":"echo","value":${hostile}}]`,
    );
    await view.answer("hostile");
    assert.equal(textOf(view.html, "echoed"), '{"a":{"b":2}}');
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  });

  it("keys that reach a prototype never arrive in a form either", async () => {
    await view.submit("echo", "__proto__[polluted]=1&constructor[prototype][polluted]=1&a[__proto__][b]=1&c=2");
    assert.equal(textOf(view.html, "echoed"), '{"c":"2"}');
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  });

  it("names of objects' own methods are no events", async () => {
    for (const event of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      const { response } = await view.click(event);
      assert.deepEqual(response, { diff: { e: [["lg:refused", { event, reason: "unknown_event" }]] } });
    }
  });

  it("is refused in live_patch, which would else lock the page", async () => {
    for (const payload of [{}, null, { url: 7 }, { url: "not a url" }, { url: "javascript:alert(1)" }]) {
      const { status, response } = await view.push("live_patch", payload);
      assert.equal(status, "ok");
      assert.deepEqual(response["diff"].e[0], ["lg:refused", { event: "live_patch", reason: "invalid_payload" }]);
    }
  });

  it("is refused in a join, and the connection lives on", async () => {
    const client = app.client();
    const page = await client.get("/counter");
    const { socket } = view;
    for (const payload of [null, [], "x", { url: 7 }, { url: "javascript:x" }, { params: 7 }]) {
      const { status } = await socket.ask("77", "lv:phx-other", "phx_join", payload);
      assert.equal(status, "error", JSON.stringify(payload));
    }
    assert.equal((await client.tryJoin(await client.connect({ csrfToken: csrfTokenOf(page) }), page)).status, "ok");
    assert.equal((await view.click("nothing")).status, "ok");
  });
});

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = { v: value };
  return value;
}
