import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { textOf } from "./client/page.ts";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";

// Protocol 5.3 and 5.6: forms, and their recovery after a reconnect.
describe("a form", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  const seen = async (fields: string, meta: object = {}) => {
    const view = await app.client().visit("/form");
    await view.submit("raw", fields, meta);
    return JSON.parse(textOf(view.html, "seen") ?? "");
  };

  it("shows errors of touched inputs alone while somebody types", async () => {
    const view = await app.client().visit("/form");
    await view.change("validate", "person[name]=A&person[_unused_age]=&person[age]=x", "person[name]");
    assert.equal(textOf(view.html, "name-errors"), "is too short");
    assert.equal(textOf(view.html, "age-errors"), "");
    assert.match(view.html, /value="A"/);
    assert.equal(textOf(view.html, "valid"), "no");
    await view.change("validate", "person[name]=Ada&person[age]=x", "person[age]");
    assert.equal(textOf(view.html, "name-errors"), "");
    assert.notEqual(textOf(view.html, "age-errors"), "");
  });

  it("shows every error after a submit", async () => {
    const view = await app.client().visit("/form");
    await view.submit("save", "person[name]=&person[age]=1.5");
    assert.notEqual(textOf(view.html, "name-errors"), "");
    assert.equal(textOf(view.html, "age-errors"), "is not whole");
    assert.equal(textOf(view.html, "saved"), "not");
  });

  it("gives the schema's output once it is valid, an empty input being absent", async () => {
    const view = await app.client().visit("/form");
    await view.submit("save", "person[name]=Ada&person[age]=&person[tags][]=x&person[tags][]=y");
    assert.equal(textOf(view.html, "saved"), '{"name":"Ada","tags":["x","y"]}');
  });

  it("without its fields is invalid and never a failure", async () => {
    const view = await app.client().visit("/form");
    for (const fields of ["", "person=1", "person[]=1", "other[name]=x", "person[name][deep]=1", "person[name][]=1"]) {
      assert.equal((await view.submit("save", fields)).status, "ok", fields);
      assert.equal(textOf(view.html, "saved"), "not", fields);
    }
  });

  it("is decoded with brackets, escapes and spaces; the last of two values wins", async () => {
    assert.deepEqual(await seen("a=1&a=2&b[c]=x+y%20z&d[]=1&d[]=2&e[0][f]=%C3%BC&g[][h]=1&100%=50%25"), {
      a: "2",
      b: { c: "x y z" },
      d: ["1", "2"],
      e: { 0: { f: "ü" } },
      g: [{ h: "1" }],
      "100%": "50%",
    });
  });

  it("carries the path of the input that changed, and phx-value over its fields", async () => {
    const view = await app.client().visit("/form");
    const targets = {
      "person[name]": ["person", "name"],
      "tags[]": ["tags"],
      name: ["name"],
      undefined: ["undefined"],
    };
    for (const [target, path] of Object.entries(targets)) {
      await view.change("raw", "a=1", target);
      assert.deepEqual(JSON.parse(textOf(view.html, "seen") ?? ""), { a: "1", _target: path });
    }
    assert.deepEqual(await seen("kind=typed&a=1", { kind: "k" }), { kind: "k", a: "1" });
  });

  it("carries whatever JSON comes beside its fields, in a view that lives on", async () => {
    const meta = {
      number: 7,
      nothing: null,
      yes: true,
      list: ["", 1, { a: "" }],
      deep: { empty: "", kept: "x" },
      "": 1,
    };
    assert.deepEqual(await seen("a=1&b=", meta), {
      a: "1",
      number: 7,
      nothing: null,
      yes: true,
      list: [1, {}],
      deep: { kept: "x" },
      "": 1,
    });
  });

  it("of a plain schema has no empty values, so that an empty number is no 0", async () => {
    const view = await app.client().visit("/form");
    const { response } = await view.submit("strict", "count=");
    assert.deepEqual(response, { diff: { e: [["lg:refused", { event: "strict", reason: "invalid_payload" }]] } });
    await view.submit("strict", "count=0");
    assert.equal(textOf(view.html, "seen"), "0");
  });

  it("is restored after a reconnect by an ordinary change event", async () => {
    const client = app.client();
    const page = await client.get("/form");
    const csrfToken = /csrf-token" content="([^"]+)/.exec(page.body)?.[1];
    const first = await client.connect({ csrfToken });
    const typed = "person[name]=Ad&person[_unused_age]=&person[age]=";
    await (await client.join(first, page)).change("validate", typed, "person[name]");
    await first.close();
    const second = await client.join(await client.connect({ csrfToken }), page, { params: { _mounts: 1 } });
    assert.doesNotMatch(second.html, /value="Ad"/);
    assert.match(second.html, /<form id="person" phx-change="validate"/);
    await second.change("validate", typed, "person[name]");
    assert.match(second.html, /value="Ad"/);
  });

  it("over the limits of depth and keys is refused with an acknowledgement", async () => {
    const view = await app.client().visit("/form");
    const keys = Array.from({ length: 1_001 }, (_, key) => `k${key}=`).join("&");
    for (const fields of [keys, `a${"[b]".repeat(10)}=1`]) {
      const { status, response } = await view.submit("raw", fields);
      assert.deepEqual(
        [status, response["diff"].e[0]],
        ["ok", ["lg:refused", { event: "raw", reason: "invalid_payload" }]],
      );
    }
    await view.submit("raw", `a${"[b]".repeat(9)}=1`);
    assert.match(textOf(view.html, "seen") ?? "", /^\{"a":\{"b":/);
  });
});
