import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type SampleApp, sampleAppFor, startSampleApp } from "./sample-app/sample-app.ts";
import type { JoinedView } from "./wire/joined-view.ts";
import { csrfTokenOf } from "./wire/page.ts";

// Protocol 4.5: what a stream looks like in trees and diffs.
describe("a stream on the wire", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  const visit = (): Promise<JoinedView> => app.client().visit("/stream");
  /** The stream's node, wherever a layout puts the view. */
  const streamIn = (tree: any): any => {
    if (typeof tree !== "object" || tree === null) return undefined;
    if ("stream" in tree) return { k: tree["k"], stream: tree["stream"] };
    return Object.values(tree).map(streamIn).find(Boolean);
  };
  const nodeOf = async (answer: Promise<{ response: unknown }>) => streamIn((await answer).response);
  const last = (id: string) => [`rows-${id}`, -1, null, false];

  it("is sent whole at each join: rows with their places, a string for a name, nothing to delete and no reset", async () => {
    const view = await visit();
    const node = streamIn(view.joined);
    assert.equal(node.k["kc"], 2);
    assert.deepEqual(node.stream, ["0", [last("a"), last("b")], []]);
    await view.click("drop", { ids: "a" });
    assert.deepEqual(streamIn((await visit()).joined).stream, ["0", [last("a"), last("b")], []]);
  });

  it("says of an insert where it goes and how many stay, with complete rows and without their statics again", async () => {
    const view = await visit();
    const node = await nodeOf(view.click("insert", { ids: "cd", at: 0, limit: 3 }));
    assert.deepEqual(node?.stream, [
      "0",
      [
        ["rows-c", 0, 3, false],
        ["rows-d", 0, 3, false],
      ],
      [],
    ]);
    assert.equal(node?.k["kc"], 2);
    assert.deepEqual(Object.keys(node?.k["0"]), ["0", "1"]);
  });

  it("says of an update that it adds nothing, and nothing at all where the page has no such row", async () => {
    const view = await visit();
    assert.deepEqual((await nodeOf(view.click("update", { ids: "b" })))?.stream, [
      "0",
      [["rows-b", -1, null, true]],
      [],
    ]);
    assert.deepEqual((await view.click("update", { ids: "z" })).response, {});
  });

  it("names what is deleted, and has true as its fourth member for a reset alone", async () => {
    const view = await visit();
    assert.deepEqual(await nodeOf(view.click("drop", { ids: "a" })), { k: { kc: 0 }, stream: ["0", [], ["rows-a"]] });
    assert.deepEqual((await nodeOf(view.click("reset", { ids: "x" })))?.stream, ["0", [last("x")], [], true]);
    assert.deepEqual(await nodeOf(view.click("reset", { ids: "" })), { k: { kc: 0 }, stream: ["0", [], [], true] });
  });

  it("has one entry for a row that is inserted twice in one turn", async () => {
    const view = await visit();
    assert.deepEqual((await nodeOf(view.click("insert", { ids: "cc" })))?.stream, ["0", [last("c")], []]);
  });

  it("that is given two items of one id has the second in the place of the first, in production", async () => {
    const view = await visit();
    const node = await nodeOf(view.click("reset", { ids: "xyx" }));
    assert.deepEqual(node?.stream, ["0", [last("x"), last("y")], [], true]);
    assert.equal(node?.k["kc"], 2);
    assert.deepEqual((await nodeOf(view.click("drop", { ids: "x" })))?.stream, ["0", [], ["rows-x"]]);
  });

  it("that is given two items of one id fails while developing: the page says which, and its view comes back", async (t) => {
    const developing = await sampleAppFor(t, { production: false, url: "http://localhost:4000" });
    const client = developing.client();
    const page = await client.get("/stream");
    const view = await client.join(await client.connect({ csrfToken: csrfTokenOf(page) }), page);
    const other = await client.visit("/counter");
    view.sendClick("reset", { ids: "xyx" });
    const [, , , , told] = await view.message("diff");
    const [name, { code, message }] = told["e"][0];
    assert.deepEqual([name, code], ["lg:error", "LG_STREAM_KEYS"]);
    assert.match(message, /Two items of the stream "rows" have the key "x"/);
    await view.message("phx_error");
    assert.ok(developing.logged.some((line) => line.includes("LG_STREAM_KEYS")));
    assert.equal((await other.click("inc")).status, "ok");
    const again = await client.join(view.socket, page, { params: { _mounts: 1 } });
    assert.deepEqual(streamIn(again.joined).stream, ["0", [last("a"), last("b")], []]);
  });

  it("is absent where a turn leaves it alone", async () => {
    const view = await visit();
    await view.click("insert", { ids: "c" });
    const { response } = await view.click("rest");
    assert.match(JSON.stringify(response), /"0":"1"/);
    assert.equal(streamIn(response), undefined);
  });
});

// Protocol 1.3, 3.1 and 8.8: views inside others.
describe("a view inside another one on the wire", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  const containerIn = (text: string): string =>
    /<div id="inner"[^>]*>[^]*?<\/div>/.exec(text)?.[0] ?? assert.fail(text);
  const tokenIn = (text: string): string => /data-phx-session="([^"]*)"/.exec(containerIn(text))?.[1] ?? "";
  async function joined(view: JoinedView): Promise<{ readonly joinRef: string; readonly response: any }> {
    const ref = view.socket.nextRef();
    const payload = { params: { _mounts: 0 }, session: tokenIn(view.html), static: null, sticky: false };
    view.socket.send(ref, ref, "lv:inner", "phx_join", payload);
    return { joinRef: ref, response: (await view.socket.reply(ref)).response };
  }

  it("is there over HTTP without a token, and empty with one in what its parent has joined", async () => {
    const client = app.client();
    const page = await client.get("/stream");
    const parent = /<div id="(phx-[^"]+)" data-phx-main/.exec(page.body)?.[1] ?? "";
    assert.equal(
      containerIn(page.body),
      `<div id="inner" data-phx-session="" data-phx-static="" data-phx-parent-id="${parent}"><b>5</b></div>`,
    );
    const view = await client.visit("/stream");
    assert.match(
      containerIn(view.html),
      /^<div id="inner" data-phx-session="[^"]+" data-phx-static="" data-phx-parent-id="phx-[^"]+"><\/div>$/,
    );
  });

  it("joins by its token without an address, is answered for itself, and crashes alone", async () => {
    const view = await app.client().visit("/stream");
    const { joinRef, response } = await joined(view);
    assert.deepEqual(response["rendered"]["0"], "5");
    const { socket } = view;
    const inc = socket.nextRef();
    socket.send(joinRef, inc, "lv:inner", "event", { type: "click", event: "inc", value: {} });
    assert.deepEqual((await socket.reply(inc)).response, { diff: { 0: "6" } });
    socket.send(joinRef, socket.nextRef(), "lv:inner", "event", { type: "click", event: "crash", value: {} });
    assert.match(JSON.stringify((await view.click("rest")).response), /"0":"1"/);
    assert.equal((await joined(view)).response["rendered"]["0"], "5");
  });

  it("can't join once the view around it has joined anew: its token names that very channel", async () => {
    const client = app.client();
    const view = await client.visit("/stream");
    const stale = tokenIn(view.html);
    view.send("phx_leave", {});
    const ref = view.socket.nextRef();
    view.socket.send(ref, ref, "lv:inner", "phx_join", { params: {}, session: stale, static: null, sticky: false });
    assert.deepEqual((await view.socket.reply(ref)).response, { reason: "stale" });
  });
});
