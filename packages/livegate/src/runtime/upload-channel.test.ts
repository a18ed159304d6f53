import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import { guard } from "../live/guard.ts";
import { type Halt, halt } from "../live/halt.ts";
import { liveView } from "../live/live-view.ts";
import { uploadWriter } from "../live/upload-writer.ts";
import { upload } from "../live/upload.ts";
import { liveTestApp, settled } from "./live-test-app.ts";
import { type UploadToken, signUploadToken } from "./upload-token.ts";

/** A page that sends one file of 100 bytes in tens; `asked` resolves when the guard is asked, `say` answers it. */
async function sending() {
  const written: string[] = [];
  let asked = Promise.withResolvers<void>();
  let said: Promise<Halt | object> = Promise.resolve({});
  let say: (answer: Halt | object) => void = () => {};
  const requireUser = guard.identity("requireUser", () => {
    asked.resolve();
    return said;
  });
  const [begun, pauses]: [string[], Promise<unknown>[]] = [[], []];
  const writer = uploadWriter({
    init: () => ({}),
    async writeChunk(_state, chunk) {
      begun.push(Buffer.from(chunk).toString());
      await pauses.shift();
      written.push(Buffer.from(chunk).toString());
    },
    meta: () => ({}),
  });
  const view = liveView({
    uploads: { note: upload({ accept: "any", writer, chunkSize: 20 }) },
    mount: () => ({}),
    render: ({ uploads: { note } }) => html`<i>${note.ref}</i>`,
  });
  const app = liveTestApp([{ path: "/", view, guards: [requireUser] }]);
  const wire = app.connect();
  const page = wire.join("/");
  await settled();
  const [ref] = /phx-[\w-]+(?=")/.exec(JSON.stringify(page.answer?.[2])) ?? [];
  const files = [{ ref: "0", name: "a.txt", type: "text/plain", size: 100 }];
  wire.take();
  page.push("allow_upload", { ref, entries: files, cid: null });
  await settled();
  const [allowed] = wire.take();
  const token = /"0":"([^"]+)"\},"errors"/.exec(JSON.stringify(allowed))?.[1];
  wire.connection.receive(JSON.stringify(["u", "u", "lvu:0", "phx_join", { token }]));
  await settled();
  wire.take();
  let next = 0;
  return {
    written,
    begun,
    /** What the writer waits for before each of its chunks is written. */
    pauses,
    wire,
    /** How a chunk was answered so far. */
    answered: (chunkRef: string) => wire.take().filter(([of]) => of === chunkRef),
    ref: ref ?? "",
    page,
    app,
    chunk(text: string): string {
      const chunkRef = `c${(next += 1)}`;
      const fields = ["u", chunkRef, "lvu:0", "chunk"].map((field) => Buffer.from(field));
      const head = Buffer.from([0, ...fields.map(({ length }) => length)]);
      wire.connection.receiveBinary(Buffer.concat([head, ...fields, Buffer.from(text)]));
      return chunkRef;
    },
    /** Something has changed on which the page's guards rest. */
    changed(): Promise<void> {
      asked = Promise.withResolvers();
      const { promise, resolve } = Promise.withResolvers<Halt | object>();
      [said, say] = [promise, resolve];
      app.runtime.sessions.changed(`visitor ${app.info.session.id}`);
      return asked.promise;
    },
    say: (answer: Halt | object) => say(answer),
  };
}

const first = "a".repeat(20);
const second = "b".repeat(20);

describe("a chunk", () => {
  it("waits for guards that are due, and is written once they have let the page stay", async () => {
    const { written, wire, chunk, changed, say } = await sending();
    chunk(first);
    await settled();
    await changed();
    const ref = chunk(second);
    await settled();
    assert.deepEqual(written, [first], "nobody has said yet that the page may stay");
    say({});
    await settled();
    assert.deepEqual(written, [first, second]);
    assert.deepEqual(
      wire.take().filter(([of]) => of === ref),
      [[ref, "ok", {}]],
    );
  });

  it("is never written where guards that are due turn the page away", async () => {
    const { written, wire, chunk, changed, say } = await sending();
    chunk(first);
    await settled();
    await changed();
    const ref = chunk(second);
    say(halt.forbidden());
    await settled();
    assert.deepEqual(written, [first]);
    assert.deepEqual(
      wire.take().filter(([of]) => of === ref),
      [],
    );
  });

  it("of a session that has ended isn't written, though it came before", async () => {
    const { written, app, chunk, changed } = await sending();
    chunk(first);
    await settled();
    await changed();
    chunk(second);
    app.runtime.sessions.end(`visitor ${app.info.session.id}`);
    await settled();
    assert.deepEqual(written, [first]);
  });

  it("that is sent twice is written once", async () => {
    const { written, wire, chunk } = await sending();
    chunk(first);
    await settled();
    const [, ...again] = [wire.take(), wire.frames.length];
    const fields = ["u", "c1", "lvu:0", "chunk"].map((field) => Buffer.from(field));
    const head = Buffer.from([0, ...fields.map(({ length }) => length)]);
    wire.connection.receiveBinary(Buffer.concat([head, ...fields, Buffer.from(first)]));
    await settled();
    assert.deepEqual(written, [first]);
    assert.equal(wire.frames.length, again[0]! + 1, "it is acknowledged again");
  });

  it("may be less than was agreed, but not for ever: many tiny ones are refused", async () => {
    const { written, wire, chunk } = await sending();
    let answered: string | undefined;
    for (let n = 0; n < 50 && answered !== "error"; n++) {
      const ref = chunk("x");
      await settled();
      answered = wire.take().find(([of]) => of === ref)?.[1];
    }
    assert.equal(answered, "error");
    assert.ok(written.join("").length < 30);
  });
});

describe("a chunk between others", () => {
  const [third, last] = ["c".repeat(20), "e".repeat(20)];

  it("is acknowledged as soon as it begins to be written, the first and the last once they are", async () => {
    const { begun, pauses, chunk, answered } = await sending();
    const pause = (): (() => Promise<void>) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      pauses.push(promise);
      return async () => {
        resolve();
        await settled();
      };
    };
    for (const [text, isAhead] of [
      [first, false],
      [second, true],
      [third, true],
      ["d".repeat(20), true],
      [last, false],
    ] as const) {
      const goOn = pause();
      const ref = chunk(text);
      await settled();
      assert.equal(begun.at(-1), text);
      assert.equal(answered(ref).length, isAhead ? 1 : 0, text);
      await goOn();
      assert.equal(answered(ref).length, isAhead ? 0 : 1, text);
    }
  });

  it("waits for its acknowledgement while the one before it is written: no more than two are in memory", async () => {
    const { begun, pauses, chunk, answered } = await sending();
    chunk(first);
    await settled();
    const { promise, resolve } = Promise.withResolvers<void>();
    pauses.push(promise);
    chunk(second);
    const ref = chunk(third);
    await settled();
    assert.deepEqual(begun, [first, second]);
    assert.deepEqual(answered(ref), []);
    resolve();
    await settled();
    assert.deepEqual(answered(ref), [[ref, "ok", {}]]);
  });

  it("that the writer fails at has the next one refused, and nothing is written any more", async () => {
    const { written, pauses, chunk, answered } = await sending();
    chunk(first);
    await settled();
    pauses.push(Promise.reject(new Error("the disk is full")));
    chunk(second);
    await settled();
    const ref = chunk(third);
    await settled();
    assert.deepEqual(answered(ref), [[ref, "error", { reason: "writer_error" }]]);
    chunk(last);
    await settled();
    assert.deepEqual(written, [first]);
  });

  it("that the writer fails at while the next one waits has that one refused", async () => {
    const { written, pauses, chunk, answered } = await sending();
    chunk(first);
    await settled();
    pauses.push(Promise.reject(new Error("the disk is full")));
    chunk(second);
    const ref = chunk(third);
    await settled();
    assert.deepEqual(answered(ref), [[ref, "error", { reason: "writer_error" }]]);
    assert.deepEqual(written, [first]);
  });
});

describe("a token", () => {
  it("of another session is refused, though all else fits", async () => {
    const { wire, app, page, ref } = await sending();
    const { id: sessionId } = app.info.session;
    page.push("allow_upload", { ref, entries: [{ ref: "1", name: "b.txt", type: "text/plain", size: 5 }], cid: null });
    await settled();
    wire.take();
    const token = { viewId: "phx-1", sessionId, userSessionId: null, cid: null, uploadRef: ref, fileRef: "1", size: 5 };
    const join = async (changes: Partial<UploadToken>) => {
      const signed = signUploadToken(app.context, { ...token, ...changes });
      wire.connection.receive(JSON.stringify(["v", "v", "lvu:1", "phx_join", { token: signed }]));
      await settled();
      return wire.take().find(([of]) => of === "v");
    };
    const refused = ["v", "error", { reason: "invalid_token" }];
    assert.deepEqual(await join({ sessionId: "another" }), refused);
    assert.deepEqual(await join({ userSessionId: "another" }), refused);
    assert.deepEqual(await join({}), ["v", "ok", {}]);
  });
});

describe("a frame for an upload", () => {
  it("that is no chunk is answered, and nothing else happens", async () => {
    const { written, wire, chunk } = await sending();
    const fields = ["u", "9", "lvu:0", "shout"].map((field) => Buffer.from(field));
    wire.connection.receiveBinary(Buffer.concat([Buffer.from([0, ...fields.map(({ length }) => length)]), ...fields]));
    await settled();
    assert.deepEqual(wire.take(), [["9", "error", { reason: "unmatched topic" }]]);
    chunk(first);
    await settled();
    assert.deepEqual(written, [first]);
  });
});
