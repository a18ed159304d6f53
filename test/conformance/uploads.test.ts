import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { manualClock } from "livegate/clock";
import { type SampleApp, sampleAppFor, startSampleApp } from "./sample-app/sample-app.ts";
import { textOf } from "./wire/page.ts";
import { FileSender, begin, inputOf, pick, picked, preflight, sendFile, tellProgress } from "./wire/file-sender.ts";
import type { JoinedView } from "./wire/joined-view.ts";

let app: SampleApp;
before(async () => {
  app = await startSampleApp();
});
after(() => app.stop());

const visit = (of: SampleApp = app): Promise<JoinedView> => of.client().visit("/uploads");
const entriesOf = ({ html }: JoinedView, name: string): readonly string[] => {
  const list = textOf(html, `${name}-entries`) ?? "";
  return [...list.matchAll(/<li[^>]*>(.*?)<\/li>/g)].map(([, text = ""]) => text.trim());
};
const refsOf = (view: JoinedView, name: string) => {
  const input = inputOf(view, name);
  return Object.fromEntries(
    ["active", "preflighted", "done", "error"].map((kind) => [kind, input.get(`data-phx-${kind}-refs`)]),
  );
};
/** Waits until the server has removed what it had on the disk. */
async function nothingStays(of: SampleApp = app): Promise<void> {
  for (const deadline = Date.now() + 5_000; ; await new Promise((resolve) => setImmediate(resolve))) {
    const files = await of.storedFiles();
    if (files.length === 0) return;
    assert.ok(Date.now() < deadline, `${files.length} files stay: ${files.join()}`);
  }
}
/** That the rest of the page goes on. */
async function isAlive(view: JoinedView): Promise<void> {
  const pokes = Number(textOf(view.html, "pokes"));
  await view.click("poke");
  assert.equal(textOf(view.html, "pokes"), String(pokes + 1));
}
/** That whoever runs the app reads of it. */
const isSaid = (...words: readonly string[]): void =>
  assert.ok(
    app.logged.some((line) => words.every((word) => line.includes(word))),
    `nothing is said of ${words.join(", ")}`,
  );
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

describe("picking files", () => {
  it("shows each with its name and what is wrong with it; the input has their references", async () => {
    const view = await visit();
    await pick(view, "notes", [picked("0", "a.txt", 20), picked("1", "b.exe", 31, "application/x-msdownload")]);
    assert.deepEqual(entriesOf(view, "notes"), ["a.txt 0", "b.exe 0 too_large,not_accepted"]);
    const ref = inputOf(view, "notes").get("id");
    assert.deepEqual(refsOf(view, "notes"), { active: "0,1", preflighted: "", done: "", error: `${ref},1,1` });
    assert.equal(textOf(view.html, "notes-errors"), "total_too_large");
  });

  it("has another reference at each mount, and says what may be picked", async () => {
    const [one, two] = [inputOf(await visit(), "notes"), inputOf(await visit(), "notes")];
    assert.match(one.get("id") ?? "", /^phx-[\w-]{16}$/);
    assert.notEqual(one.get("id"), two.get("id"));
    assert.deepEqual(
      [one.get("accept"), one.has("multiple"), one.get("data-phx-hook")],
      [".txt", true, "Phoenix.LiveFileUpload"],
    );
  });

  it("of an upload that isn't there changes nothing", async () => {
    const view = await visit();
    const uploads = { "phx-nobody": [picked("0", "a.txt", 3)] };
    const { status } = await view.push("event", { type: "form", event: "pick", value: "", meta: {}, uploads });
    assert.equal(status, "ok");
    await isAlive(view);
  });

  it("takes the place of the former file where there is room for one", async () => {
    const view = await visit();
    await pick(view, "cover", [picked("0", "a.png", 10, "image/png")]);
    await pick(view, "cover", [picked("1", "b.png", 10, "image/png")]);
    assert.deepEqual(entriesOf(view, "cover"), ["b.png 0"]);
  });

  it("says of too many that they are, and keeps no more than that takes", async () => {
    const view = await visit();
    await pick(
      view,
      "notes",
      Array.from({ length: 500 }, (_, n) => picked(String(n), `${n}.txt`, 1)),
    );
    assert.equal(textOf(view.html, "notes-errors"), "too_many_files");
    assert.equal(entriesOf(view, "notes").length, 14);
  });

  it("leaves nothing of a path in a name", async () => {
    const view = await visit();
    const names = ["../../etc/passwd.txt", "C:\\secrets\\a.txt", "a/../b.txt", "\u202etxt.exe.txt"];
    for (const [at, name] of names.entries()) await pick(view, "kept", [picked(String(at), name, 1)]);
    assert.deepEqual(entriesOf(view, "kept"), ["passwd.txt 0", "a.txt 0", "b.txt 0", "txt.exe.txt 0"]);
  });

  it("that is described as nothing can be is refused, and the page goes on", async () => {
    const view = await visit();
    const ref = inputOf(view, "notes").get("id") ?? "";
    const wrong = [
      { ref: "0", name: "a.txt", size: -1 },
      { ref: "0", name: "a.txt", size: 1.5 },
      { ref: "0", name: 5, size: 1 },
      { ref: "../0", name: "a.txt", size: 1 },
      "a.txt",
    ];
    for (const entry of wrong) {
      const { response } = await view.push("event", {
        type: "form",
        event: "pick",
        value: "",
        uploads: { [ref]: [entry] },
      });
      assert.equal(response["diff"]?.e?.[0]?.[1]?.reason, "invalid_payload", JSON.stringify(entry));
    }
    await isAlive(view);
  });
});

describe("asking to send files", () => {
  it("is answered with the upload's limits and a token for each; they are marked as asked for", async () => {
    const view = await visit();
    const files = [picked("0", "a.txt", 20), picked("1", "b.txt", 20)];
    await pick(view, "notes", files);
    const { response } = await preflight(view, "notes", files);
    assert.deepEqual(response["config"], { max_file_size: 30, max_entries: 2, chunk_size: 10, chunk_timeout: 10_000 });
    assert.deepEqual([Object.keys(response["entries"]), response["errors"]], [["0", "1"], {}]);
    assert.equal(response["ref"], inputOf(view, "notes").get("id"));
    assert.equal(refsOf(view, "notes")["preflighted"], "0,1");
  });

  it("a second time gives no second token", async () => {
    const view = await visit();
    const file = picked("0", "a.txt", 20);
    await preflight(view, "notes", [file]);
    assert.deepEqual((await preflight(view, "notes", [file])).response["entries"], {});
  });

  it("is refused as a whole where something is wrong with the selection", async () => {
    const view = await visit();
    const many = [picked("0", "a.txt", 1), picked("1", "b.txt", 1), picked("2", "c.txt", 1)];
    const { status, response } = await preflight(view, "notes", many);
    assert.deepEqual([status, response["entries"]], ["ok", undefined]);
    assert.deepEqual(response["error"], [[inputOf(view, "notes").get("id"), "too_many_files"]]);
  });

  it("is granted to those that may come, where each goes by itself", async () => {
    const view = await visit();
    const files = [
      picked("0", "a.exe", 1),
      picked("1", "b.txt", 25),
      picked("2", "c.txt", 25),
      picked("3", "d.txt", 15),
    ];
    const { response } = await preflight(view, "auto", files);
    assert.deepEqual(Object.keys(response["entries"]), ["1", "3"], "no more bytes than there may be in all");
    assert.deepEqual(response["errors"], { 0: ["not_accepted"] });
  });

  it("counts files that were taken where the upload says so", async () => {
    const view = await visit();
    await sendFile(view, "kept", picked("0", "a.txt", 3), ["one"]);
    await sendFile(view, "kept", picked("1", "b.txt", 3), ["two"]);
    await view.click("save", { name: "kept" });
    assert.equal(textOf(view.html, "saved"), "a.txt=one b.txt=two");
    const third = picked("2", "c.txt", 5);
    await pick(view, "kept", [third]);
    assert.equal(textOf(view.html, "kept-errors"), "too_many_files");
    assert.equal((await preflight(view, "kept", [third])).response["entries"], undefined);
  });

  it("of an upload that isn't there, or takes nothing now, is refused, and the page goes on", async () => {
    const view = await visit();
    const { response } = await view.push("allow_upload", { ref: "phx-nobody", entries: [picked("0", "a.txt", 1)] });
    assert.deepEqual(response["error"], [["phx-nobody", "disallowed"]]);
    assert.deepEqual((await preflight(view, "closed", [picked("0", "a.txt", 1)])).response["entries"], undefined);
    assert.ok(inputOf(view, "closed").has("disabled"));
    await view.click("open");
    assert.deepEqual(Object.keys((await preflight(view, "closed", [picked("0", "a.txt", 1)])).response["entries"]), [
      "0",
    ]);
    await isAlive(view);
  });

  it("is refused where the upload's rule says no", async (t) => {
    const view = await visit();
    app.probe.locked = true;
    t.after(() => (app.probe.locked = false));
    const { response } = await preflight(view, "ruled", [picked("0", "a.txt", 1)]);
    assert.deepEqual([response["entries"], response["error"]], [undefined, [["0", "not_allowed"]]]);
    assert.deepEqual(entriesOf(view, "ruled"), ["a.txt 0 not_allowed"]);
  });

  it("to somewhere else gives what the page's uploader needs, good for five minutes", async () => {
    const view = await visit();
    const files = [picked("0", "a.txt", 1), picked("1", "unwanted.txt", 1)];
    const { response } = await preflight(view, "elsewhere", files);
    assert.deepEqual(response["entries"], { 0: { uploader: "S3", url: "https://storage.test/a.txt?expires=300" } });
    assert.deepEqual(response["errors"], { 1: ["unwanted"] });
    await view.click("cancel", { name: "elsewhere", ref: "1" });
    await tellProgress(view, "elsewhere", files[0]!, 100);
    await view.click("save", { name: "elsewhere" });
    assert.match(textOf(view.html, "saved") ?? "", /^a.txt=\{"uploader":"S3"/);
  });
});

describe("a file on its way", () => {
  it("is acknowledged chunk by chunk, told of step by step, and given to the handler", async () => {
    const view = await visit();
    const file = picked("0", "a.txt", 25);
    const sender = await begin(view, "notes", file);
    for (const [chunk, progress, shown] of [
      ["0123456789", 40, 40],
      ["abcdefghij", 80, 80],
      ["KLMNO", 100, 100],
    ] as const) {
      assert.deepEqual(await sender.chunk(chunk), { status: "ok", response: {} });
      await tellProgress(view, "notes", file, progress);
      assert.deepEqual(entriesOf(view, "notes"), [`a.txt ${shown}`]);
    }
    assert.equal(textOf(view.html, "steps"), "a.txt 40, a.txt 80, a.txt 100");
    assert.equal(refsOf(view, "notes")["done"], "0");
    assert.equal((await app.storedFiles()).length, 1);
    await view.click("save", { name: "notes" });
    assert.equal(textOf(view.html, "saved"), "a.txt=0123456789abcdefghijKLMNO");
    assert.deepEqual(entriesOf(view, "notes"), []);
    await nothingStays();
  });

  it("is consumed once, however often that is asked for at the same time", async (t) => {
    const view = await visit();
    await sendFile(view, "notes", picked("0", "a.txt", 3), ["one"]);
    const reached = app.probe.shut("save");
    t.after(() => app.probe.open("save"));
    const [first, second] = [view.sendClick("save", { name: "notes" }), view.sendClick("save", { name: "notes" })];
    await reached;
    app.probe.open("save");
    await view.answer(first);
    await view.answer(second);
    assert.equal(textOf(view.html, "saved"), "a.txt=one");
  });

  it("stays where the handler says so, and is there another time", async () => {
    const view = await visit();
    await sendFile(view, "notes", picked("0", "a.txt", 3), ["one"]);
    await view.click("keep");
    assert.deepEqual(await app.storedFiles(), [textOf(view.html, "saved")]);
    await view.click("save", { name: "notes" });
    assert.match(textOf(view.html, "saved") ?? "", /a.txt=one$/);
    await nothingStays();
  });

  it("has room for another one once it was cancelled", async () => {
    const view = await visit();
    const sender = await begin(view, "cover", picked("0", "a.png", 32, "image/png"));
    await sender.chunk(PNG);
    await view.click("cancel", { name: "cover", ref: "0" });
    assert.equal(await sender.ended(), "phx_close");
    assert.deepEqual(refsOf(view, "cover"), { active: "", preflighted: "", done: "", error: undefined });
    await nothingStays();
    await isAlive(view);
  });

  it("is a component's where the component has the upload", async () => {
    const view = await visit();
    const sender = await begin(view, "scan", picked("0", "a.txt", 15), 1);
    await sender.chunk("0123456789");
    await tellProgress(view, "scan", picked("0", "a.txt", 15), 66, 1);
    assert.deepEqual(entriesOf(view, "scan"), ["a.txt 66"]);
    await view.patch(`${app.origin}/uploads?shown=no`);
    await view.push("cids_will_destroy", { cids: [1] });
    await view.push("cids_destroyed", { cids: [1] });
    assert.equal(await sender.ended(), "phx_close", "a component that is gone has no uploads");
    await nothingStays();
  });
});

describe("a token", () => {
  it("is good for one channel", async () => {
    const view = await visit();
    const file = picked("0", "a.txt", 5);
    const { response } = await preflight(view, "notes", [file]);
    const token: unknown = response["entries"]["0"];
    assert.equal((await new FileSender(view, "7").join(token)).response["reason"], "disallowed");
    assert.equal((await new FileSender(view, "0").join(token)).status, "ok");
    await view.socket.heartbeat();
    // A page that joins again takes its own place; the file was claimed.
    assert.equal((await new FileSender(view, "0").join(token)).response["reason"], "already_registered");
    await isAlive(view);
  });

  it("that nobody gave is refused", async () => {
    const view = await visit();
    await preflight(view, "notes", [picked("0", "a.txt", 5)]);
    for (const token of ["", "x.y.z", null, 5, { ref: "0" }]) {
      assert.deepEqual(
        (await new FileSender(view, "0").join(token)).response,
        { reason: "invalid_token" },
        JSON.stringify(token),
      );
    }
  });

  it("of another session, of another tab or of another size is refused", async () => {
    const [mine, other] = [app.client(), await visit()];
    const view = await mine.visit("/uploads");
    const second = await mine.visit("/uploads");
    const file = picked("0", "a.txt", 5);
    const { response } = await preflight(view, "notes", [file]);
    const token: unknown = response["entries"]["0"];
    await preflight(other, "notes", [file]);
    await preflight(second, "notes", [file]);
    assert.equal((await new FileSender(other, "0").join(token)).status, "error");
    assert.equal((await new FileSender(second, "0").join(token)).response["reason"], "disallowed");
    await view.click("cancel", { name: "notes", ref: "0" });
    await preflight(view, "notes", [picked("0", "a.txt", 25)]);
    assert.equal((await new FileSender(view, "0").join(token)).response["reason"], "disallowed");
    isSaid("upload refused", '"disallowed"');
    for (const page of [view, other, second]) await isAlive(page);
    await nothingStays();
  });

  it("is too old after five minutes", async (t) => {
    const clock = manualClock();
    const late = await sampleAppFor(t, { clock });
    const view = await visit(late);
    const { response } = await preflight(view, "notes", [picked("0", "a.txt", 5)]);
    for (let minute = 0; minute < 10; minute++) {
      await view.socket.heartbeat();
      clock.advance(31_000);
    }
    const joined = await new FileSender(view, "0").join(response["entries"]["0"]);
    assert.equal(joined.response["reason"], "invalid_token");
  });
});

describe("a file that isn't what was said", () => {
  it("is ended at the first byte beyond its size, and leaves nothing", async () => {
    const view = await visit();
    const sender = await begin(view, "notes", picked("0", "a.txt", 15));
    await sender.chunk("0123456789");
    assert.deepEqual(await sender.chunk("abcdef"), {
      status: "error",
      response: { reason: "file_size_limit_exceeded", limit: 15 },
    });
    assert.equal(await sender.ended(), "phx_close");
    await view.message("diff");
    assert.deepEqual(entriesOf(view, "notes"), ["a.txt 0 too_large"]);
    isSaid("upload refused", '"notes"', '"too_large"');
    await nothingStays();
    await isAlive(view);
  });

  it("isn't there because the page says so", async () => {
    const view = await visit();
    const file = picked("0", "a.txt", 15);
    const sender = await begin(view, "notes", file);
    await sender.chunk("0123456789");
    await tellProgress(view, "notes", file, 100);
    assert.deepEqual(entriesOf(view, "notes"), ["a.txt 66"]);
    await view.click("save", { name: "notes" });
    assert.equal(textOf(view.html, "saved"), "");
    await tellProgress(view, "notes", file, { error: "never mind" });
    assert.equal(await sender.ended(), "phx_close");
    await nothingStays();
  });

  it("stays once it is there, whatever the page says of it afterwards", async () => {
    const view = await visit();
    const file = picked("0", "a.txt", 3);
    await sendFile(view, "notes", file, ["one"]);
    await tellProgress(view, "notes", file, { error: "never mind" });
    await view.click("save", { name: "notes" });
    assert.equal(textOf(view.html, "saved"), "a.txt=one");
  });

  it("is ended where its first bytes are no image of an accepted kind", async () => {
    const view = await visit();
    for (const [ref, head] of [
      ["0", "<svg onload=alert(1)>"],
      ["1", "GIF89a, which isn't accepted here"],
    ] as const) {
      const sender = await begin(view, "cover", picked(ref, "a.png", 200, "image/png"));
      assert.deepEqual((await sender.chunk(head)).response, { reason: "writer_error" });
      await view.message("diff");
      assert.deepEqual(entriesOf(view, "cover"), ["a.png 0 not_accepted"]);
      await nothingStays();
    }
    isSaid("upload refused", '"cover"', '"not_accepted"');
    const sender = await begin(view, "cover", picked("2", "a.jpg", 200, "image/jpeg"));
    assert.equal((await sender.chunk(PNG)).status, "ok", "a PNG is accepted, whatever it is called");
    await isAlive(view);
  });

  it("is ended by a chunk larger than was agreed, or by more of them than wait for their answers", async (t) => {
    const view = await visit();
    const large = await begin(view, "notes", picked("0", "a.txt", 30));
    assert.equal((await large.chunk("x".repeat(11))).status, "error");
    const reached = app.probe.shut("chunk");
    t.after(() => app.probe.open("chunk"));
    const flood = await begin(view, "own", picked("1", "a.txt", 100));
    const refs = Array.from({ length: 5 }, () => flood.send("0123456789abcdefghij"));
    await reached;
    const refused = await view.socket.reply(refs[3]!);
    assert.deepEqual(refused, { status: "error", response: { reason: "too_many_chunks" } });
    app.probe.open("chunk");
    await isAlive(view);
  });
});

describe("a file that is left half-way", () => {
  const half = async (view: JoinedView): Promise<FileSender> => {
    const sender = await begin(view, "cover", picked("0", "a.png", 500, "image/png"));
    await sender.chunk(PNG);
    return sender;
  };

  it("counts as interrupted when no chunk comes, and leaves nothing", async (t) => {
    const clock = manualClock();
    const late = await sampleAppFor(t, { clock });
    const view = await visit(late);
    const sender = await half(view);
    assert.equal((await late.storedFiles()).length, 1);
    clock.advance(4_999);
    await view.socket.heartbeat();
    assert.deepEqual(entriesOf(view, "cover"), ["a.png 0"]);
    clock.advance(1);
    assert.equal(await sender.ended(), "phx_error", "the client cancels a submit that waits for it");
    await view.message("diff");
    assert.deepEqual(entriesOf(view, "cover"), ["a.png 0 interrupted"]);
    await nothingStays(late);
    await isAlive(view);
  });

  it("leaves nothing when the page leaves its channel", async () => {
    const view = await visit();
    const sender = await half(view);
    assert.equal((await sender.leave()).status, "ok");
    await view.message("diff");
    assert.deepEqual(entriesOf(view, "cover"), ["a.png 0 interrupted"]);
    await nothingStays();
  });

  it("leaves nothing when its view is left", async () => {
    const view = await visit();
    const sender = await half(view);
    await view.leave();
    assert.equal(await sender.ended(), "phx_close");
    await nothingStays();
  });

  it("leaves nothing when the connection breaks", async () => {
    const view = await visit();
    await half(view);
    await view.socket.close();
    await nothingStays();
  });

  it("leaves nothing when its view crashes, whole or not", async () => {
    const view = await visit();
    await sendFile(view, "notes", picked("1", "a.txt", 3), ["one"]);
    const sender = await half(view);
    view.sendClick("fail");
    await view.message("phx_error");
    assert.equal(await sender.ended(), "phx_close");
    await nothingStays();
  });

  it("leaves nothing when the app stops, and no folder either", async (t) => {
    const stopping = await sampleAppFor(t);
    await half(await visit(stopping));
    const [file = ""] = await stopping.storedFiles();
    assert.notEqual(file, "");
    await stopping.app.stop();
    await nothingStays(stopping);
  });
});

describe("a writer of the app's", () => {
  it("gets the chunks in order, and is closed and disposed of once", async () => {
    const view = await visit();
    app.probe.takeNotes();
    await sendFile(view, "own", picked("0", "a.txt", 25), ["0123456789abcdefghij", "KLMNO"]);
    await view.click("save", { name: "own" });
    assert.equal(textOf(view.html, "saved"), 'a.txt={"text":"0123456789abcdefghijKLMNO"}');
    assert.deepEqual(
      app.probe.takeNotes().filter((note) => !note.startsWith("guard")),
      ["init a.txt", "chunk 0123456789abcdefghij", "chunk KLMNO", "close done", "dispose"],
    );
  });

  it("may not want a file, at once or after a chunk, or fail: the file has the error and the page goes on", async () => {
    const view = await visit();
    app.probe.takeNotes();
    await pick(view, "own", [picked("0", "unwanted.txt", 15)]);
    const { response } = await preflight(view, "own", [picked("0", "unwanted.txt", 15)]);
    assert.equal((await new FileSender(view, "0").join(response["entries"]["0"])).response["reason"], "writer_error");
    await view.message("diff");
    assert.deepEqual(entriesOf(view, "own"), ["unwanted.txt 0 unwanted"]);
    for (const [ref, chunk, error] of [
      ["1", "?", "not_liked"],
      ["2", "!", "writer_failure"],
    ] as const) {
      const sender = await begin(view, "own", picked(ref, "a.txt", 25));
      assert.equal((await sender.chunk(chunk.repeat(20))).response["reason"], "writer_error");
      await view.message("diff");
      assert.deepEqual(entriesOf(view, "own"), [`a.txt 0 ${error}`]);
    }
    const notes = app.probe.takeNotes().filter((note) => !note.startsWith("guard"));
    const tidied = ["init a.txt", "close cancel", "dispose"];
    assert.deepEqual(notes, ["init unwanted.txt", ...tidied, ...tidied], "a failed file is closed and disposed of");
    await isAlive(view);
  });
});
