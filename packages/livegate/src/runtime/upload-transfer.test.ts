import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ImageType } from "../live/image-type.ts";
import { OpenUpload } from "../live/open-upload.ts";
import { refuseUpload, uploadWriter } from "../live/upload-writer.ts";
import { upload } from "../live/upload.ts";
import { logger } from "../plug/logger.ts";
import { UploadTransfer } from "./upload-transfer.ts";

const entry = (() => {
  const open = new OpenUpload("files", upload({ accept: "any" }));
  open.select([{ ref: "0", name: "a", relativePath: "", type: "", size: 1, lastModified: null, meta: {} }]);
  return open.shown.entries[0]!; // It was just picked.
})();

type Steps = Partial<Record<"init" | "writeChunk" | "close" | "dispose", (bytes?: string) => unknown>>;

/** A transfer whose writer notes its calls, and does what `steps` say besides. */
function transferOf({
  size = 20,
  images = null,
  ...steps
}: Steps & { size?: number; images?: ReadonlySet<ImageType> | null } = {}) {
  const [calls, errors] = [[] as string[], [] as string[]];
  const writer = uploadWriter<object, { readonly calls: number }>({
    init: async () => (calls.push("init"), ((await steps.init?.()) as object | undefined) ?? {}),
    writeChunk: (_state, chunk) => {
      const text = Buffer.from(chunk).toString("latin1");
      calls.push(text);
      return steps.writeChunk?.(text) as undefined;
    },
    meta: () => ({ calls: calls.length }),
    close: (_state, end) => (calls.push(end), steps.close?.() as undefined),
    dispose: () => (calls.push("dispose"), steps.dispose?.() as undefined),
  });
  const log = logger({ destination: { write: (line) => void errors.push(line) } });
  let drops = 0;
  const transfer = new UploadTransfer({ writer, size, images, log, onDrop: () => void (drops += 1) });
  return { transfer, calls, errors, drops: () => drops };
}

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");

describe("bytes on their way", () => {
  test("go to the writer once there are enough to tell what they are, and end with the last", async () => {
    const { transfer, calls } = transferOf();
    assert.equal(await transfer.open(entry), null);
    for (const chunk of ["01234567", "89abcdef", "ghij"]) assert.equal(await transfer.write(bytes(chunk)), null);
    assert.deepEqual(calls, ["init", "0123456789abcdef", "ghij", "done"]);
    assert.deepEqual([transfer.isComplete, transfer.received], [true, 20]);
    await transfer.drop();
    await transfer.drop();
    assert.deepEqual(calls.slice(4), ["dispose"]);
  });

  test("of a file shorter than that are told all the same", async () => {
    const { transfer, calls } = transferOf({ size: 3 });
    await transfer.open(entry);
    await transfer.write(bytes("\xff\xd8\xff"));
    assert.deepEqual([transfer.contentType, calls], ["image/jpeg", ["init", "\xff\xd8\xff", "done"]]);
  });

  test("that are no image of a kind that may come reach no writer", async () => {
    const { transfer, calls } = transferOf({ images: new Set(["image/png"]) });
    await transfer.open(entry);
    assert.equal(await transfer.write(bytes("<svg onload=1>")), null, "it isn't told yet");
    assert.equal(await transfer.write(bytes("abcdef")), "not_accepted");
    await transfer.drop();
    assert.deepEqual(calls, ["init", "cancel", "dispose"]);
  });

  test("aren't complete before the writer has closed", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { transfer } = transferOf({ size: 3, close: () => promise });
    await transfer.open(entry);
    const written = transfer.write(bytes("abc"));
    await new Promise((next) => void setImmediate(next));
    assert.equal(transfer.isComplete, false);
    resolve();
    await written;
    assert.equal(transfer.isComplete, true);
  });
});

describe("a writer", () => {
  test("that doesn't want the file says why, before or after its first bytes", async () => {
    const first = transferOf({ init: () => refuseUpload("unwanted") });
    assert.equal(await first.transfer.open(entry), "unwanted");
    await first.transfer.drop();
    assert.deepEqual(first.calls, ["init"], "what never began isn't ended");
    const second = transferOf({ writeChunk: () => refuseUpload("not_liked") });
    await second.transfer.open(entry);
    assert.equal(await second.transfer.write(bytes("0123456789abcdef")), "not_liked");
  });

  test("that throws is logged; it is closed once, and disposed of all the same", async () => {
    const boom = () => {
      throw new Error("The disk is full.");
    };
    for (const [step, ends] of [
      ["writeChunk", ["cancel", "dispose"]],
      ["close", ["done", "dispose"]],
    ] as const) {
      const { transfer, calls, errors } = transferOf({ size: 16, [step]: boom });
      await transfer.open(entry);
      assert.equal(await transfer.write(bytes("0123456789abcdef")), "writer_failure");
      assert.deepEqual([transfer.isComplete, errors.length], [false, 1]);
      await transfer.drop();
      assert.deepEqual(calls.slice(2), ends, step);
    }
  });

  test("is left alone while it writes: the end waits for it", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { transfer, calls, drops } = transferOf({ writeChunk: () => promise });
    await transfer.open(entry);
    const written = transfer.write(bytes("0123456789abcdef"));
    const dropped = transfer.drop();
    await new Promise((next) => void setImmediate(next));
    assert.deepEqual([calls.at(-1), drops()], ["0123456789abcdef", 1]);
    resolve();
    await Promise.all([written, dropped]);
    assert.deepEqual(calls.slice(2), ["cancel", "dispose"]);
    assert.equal(await transfer.write(bytes("x")), "interrupted");
  });

  test("whose end fails doesn't keep the rest from ending", async () => {
    const { transfer, calls, errors } = transferOf({
      close: () => {
        throw new Error("It can't.");
      },
    });
    await transfer.open(entry);
    await transfer.drop();
    assert.deepEqual([calls, errors.length], [["init", "cancel", "dispose"], 1]);
  });
});
