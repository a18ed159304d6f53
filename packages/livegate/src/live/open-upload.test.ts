import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ClientFile } from "../protocol/upload-payloads.ts";
import { OpenUpload } from "./open-upload.ts";
import { type Transfer, UploadFile } from "./upload-file.ts";
import { upload } from "./upload.ts";

const file = (ref: number, changes: Partial<ClientFile> = {}): ClientFile => ({
  ref: String(ref),
  name: `${ref}.txt`,
  relativePath: "",
  type: "text/plain",
  size: 10,
  lastModified: null,
  meta: {},
  ...changes,
});
const refs = (...given: readonly number[]): ReadonlySet<string> => new Set(given.map(String));
const sendable = (open: OpenUpload, ...given: readonly number[]): readonly string[] =>
  open.sendable(refs(...given)).map(({ client }) => client.ref);

/** Bytes on their way; notes its end. */
class TestTransfer implements Transfer {
  received = 0;
  isComplete = false;
  readonly contentType = null;
  dropped = 0;
  meta(): object {
    return { received: this.received };
  }
  async drop(): Promise<void> {
    this.dropped += 1;
  }
}

function done(open: OpenUpload, ref: number): TestTransfer {
  const [transfer, picked] = [new TestTransfer(), open.find(String(ref))!]; // The caller has picked it.
  picked.preflight(null);
  picked.attach(transfer);
  transfer.isComplete = true;
  assert.equal(picked.advance(100), true);
  return transfer;
}

describe("a selection", () => {
  test("is judged by number, sizes and kinds, and by what the app says", () => {
    const validate = ({ clientName }: { clientName: string }) => (clientName.startsWith("1") ? "unlucky" : null);
    const open = new OpenUpload(
      "notes",
      upload({ accept: [".txt"], maxEntries: 3, maxFileSize: 20, maxTotalSize: 60, validate }),
    );
    open.select([file(0, { size: 21 }), file(1), file(2, { name: "a.exe", type: "" }), file(3, { size: 0 })]);
    assert.deepEqual(open.shown.errors, ["too_many_files"]);
    assert.deepEqual(
      open.shown.entries.map(({ errors }) => errors),
      [["too_large"], ["unlucky"], ["not_accepted"], ["empty"]],
    );
    open.select([file(4, { size: 20 }), file(5, { size: 20 })]);
    assert.deepEqual(open.shown.errors, ["too_many_files", "total_too_large"]);
  });

  test("keeps a file that it knows as it is", () => {
    const open = new OpenUpload("notes", upload({ accept: "any", maxEntries: 2 }));
    open.select([file(0)]);
    const [known] = open.files;
    open.select([file(0, { name: "other.txt" }), file(1)]);
    assert.equal(open.files[0], known);
    assert.deepEqual(
      open.shown.entries.map(({ clientName }) => clientName),
      ["0.txt", "1.txt"],
    );
  });

  test("is looked at anew when a file goes: the others may be sent after all", () => {
    const open = new OpenUpload("notes", upload({ accept: "any", maxEntries: 2, maxTotalSize: 20 }));
    open.select([file(0), file(1), file(2)]);
    assert.equal(open.shown.errors.length, 2);
    open.remove(open.find("1")!); // It was just picked.
    assert.deepEqual([open.shown.errors, sendable(open, 0, 2)], [[], ["0", "2"]]);
  });

  test("changes nothing while no files are taken, and lets go of those there are", () => {
    const open = new OpenUpload("notes", upload({ accept: "any" }));
    open.select([file(0)]);
    const transfer = done(open, 0);
    open.disallow();
    open.select([file(1)]);
    assert.deepEqual([open.shown.entries, open.shown.allowed, transfer.dropped], [[], false, 1]);
    open.allow({ maxEntries: 2, maxTotalSize: 15 });
    open.select([file(1), file(2)]);
    assert.deepEqual(open.shown.errors, ["total_too_large"]);
    assert.throws(() => open.allow({ maxEntries: 0 }), { code: "LG_UPLOAD_OPTION" });
  });
});

describe("files that may be sent", () => {
  test("are those that were asked for, have no errors and weren't asked for before", () => {
    const open = new OpenUpload("notes", upload({ accept: [".txt"], maxEntries: 3 }));
    open.select([file(0), file(1), file(2, { name: "a.exe", type: "" })]);
    open.find("0")?.preflight(null);
    assert.deepEqual(sendable(open, 0, 1, 2), ["1"]);
    assert.deepEqual(sendable(open, 0), []);
  });

  test("are no more, and no more bytes, than there may be with those on their way", () => {
    const open = new OpenUpload("notes", upload({ accept: "any", maxEntries: 3, maxTotalSize: 25 }));
    open.select([file(0), file(1, { size: 16 }), file(2), file(3, { size: 4 })]);
    assert.deepEqual(sendable(open, 0, 1, 2, 3), ["0", "2", "3"]);
    open.find("0")?.preflight(null);
    open.find("3")?.preflight(null);
    assert.deepEqual(sendable(open, 1, 2), ["2"]);
  });
});

describe("a file", () => {
  test("is done when its bytes are there, not when the page says so", () => {
    const [picked, transfer] = [new UploadFile(file(0), "up"), new TestTransfer()];
    picked.preflight(null);
    picked.attach(transfer);
    transfer.received = 4;
    picked.advance(100);
    assert.deepEqual([picked.shown.progress, picked.isReady], [40, false]);
    transfer.isComplete = true;
    picked.advance(1);
    assert.deepEqual([picked.shown.progress, picked.isReady], [100, true]);
  });

  test("of an uploader of the page's is as far as the page says, once it was allowed", () => {
    const picked = new UploadFile(file(0), "up");
    assert.equal(picked.advance(100), false);
    picked.preflight({ uploader: "S3" });
    assert.deepEqual([picked.advance(30), picked.advance(20), picked.shown.progress], [true, false, 30]);
    picked.advance(100);
    assert.equal(picked.isReady, true);
  });

  test("has the first failure alone, and none once it is there", () => {
    const picked = new UploadFile(file(0), "up");
    assert.deepEqual(
      [picked.fail("interrupted"), picked.fail("writer_failure"), picked.shown.errors],
      [true, false, ["interrupted"]],
    );
    const whole = new UploadFile(file(1), "up");
    whole.preflight({});
    whole.advance(100);
    assert.deepEqual([whole.fail("interrupted"), whole.isReady], [false, true]);
  });

  test("that is cancelled while a handler consumes it goes when the handler is done with it", async () => {
    const [picked, transfer] = [new UploadFile(file(0), "up"), new TestTransfer()];
    picked.attach(transfer);
    const { promise, resolve } = Promise.withResolvers<string>();
    const consumed = picked.consume(() => promise);
    assert.equal(picked.isReady, false, "nobody else may have it");
    await picked.drop();
    assert.equal(transfer.dropped, 0);
    resolve("taken");
    assert.equal(await consumed, "taken");
    assert.equal(transfer.dropped, 1);
  });
});
