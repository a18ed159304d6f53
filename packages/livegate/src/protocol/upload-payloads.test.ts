import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { limits } from "./limits.ts";
import { parsePickedFiles, parsePreflight, parseProgress, parseUploadJoin } from "./upload-payloads.ts";

const entry = {
  ref: "0",
  name: "a/b.txt",
  relative_path: "",
  type: "Text/Plain",
  size: 3,
  last_modified: 1_700_000_000_000,
};
const reason = (read: { readonly ok: boolean }): unknown => ("reason" in read ? read.reason : null);

describe("picked files", () => {
  test("are read by their upload, with plain names and types", () => {
    const read = parsePickedFiles({ "phx-a": [{ ...entry, path: "cover", meta: { tag: 1 } }], "phx-b": [] });
    assert.ok(read.ok);
    assert.deepEqual([...(read.value?.keys() ?? [])], ["phx-a", "phx-b"]);
    const [file] = read.value?.get("phx-a") ?? [];
    assert.deepEqual(
      { ...file, meta: { ...file?.meta } },
      {
        ref: "0",
        name: "b.txt",
        relativePath: "",
        type: "text/plain",
        size: 3,
        lastModified: 1_700_000_000_000,
        meta: { tag: 1 },
      },
    );
  });

  test("may be none", () => {
    for (const none of [undefined, null]) assert.deepEqual(parsePickedFiles(none), { ok: true, value: null });
  });

  test("say nothing of a type or a time that can't be", () => {
    const read = parsePickedFiles({ "phx-a": [{ ...entry, type: "text/html\r\nx: y", last_modified: "now" }] });
    const [file] = (read.ok && read.value?.get("phx-a")) || [];
    assert.deepEqual([file?.type, file?.lastModified], ["", null]);
  });

  test("that are no files are refused, and so are too many", () => {
    const wrong = [
      [],
      5,
      { a: 5 },
      { a: [5] },
      { a: [{ ...entry, ref: 0 }] },
      { a: [{ ...entry, size: "3" }] },
      { a: [{ ...entry, size: -1 }] },
    ];
    for (const given of wrong) assert.equal(reason(parsePickedFiles(given)), "malformed", JSON.stringify(given));
    const many = Array.from({ length: limits.filesAtOnce / 2 + 1 }, (_, n) => ({ ...entry, ref: String(n) }));
    assert.equal(reason(parsePickedFiles({ a: many, b: many })), "too large");
  });
});

test("a wish to send names an upload, perhaps a component's", () => {
  const read = parsePreflight({ ref: "phx-a", entries: [entry], cid: 3 }, 200);
  assert.deepEqual(read.ok && [read.value.ref, read.value.cid, read.value.files.length], ["phx-a", 3, 1]);
  for (const wrong of [
    null,
    {},
    { ref: "phx-a" },
    { ref: "a b", entries: [] },
    { ref: "phx-a", entries: [], cid: "3" },
    { ref: "phx-a", entries: [], cid: 0 },
  ])
    assert.equal(reason(parsePreflight(wrong, 200)), "malformed", JSON.stringify(wrong));
  assert.equal(reason(parsePreflight({ ref: "phx-a", entries: [] }, limits.fileListBytes + 1)), "too large");
});

test("progress is a percentage, or a failure", () => {
  const at = { ref: "phx-a", entry_ref: "0", event: null };
  const progressOf = (progress: unknown) => {
    const read = parseProgress({ ...at, progress }, 100);
    return read.ok ? read.value.progress : read.reason;
  };
  assert.deepEqual([0, 54.9, 100, { error: "no" }].map(progressOf), [0, 54, 100, null]);
  for (const wrong of [-1, 101, Number.NaN, "50", null, {}])
    assert.equal(progressOf(wrong), "malformed", String(wrong));
  assert.equal(reason(parseProgress({ ...at, entry_ref: "x", progress: 1 }, 100)), "malformed");
});

test("a channel of an upload is joined with a text", () => {
  assert.deepEqual(parseUploadJoin({ token: "abc" }, 100), { ok: true, value: "abc" });
  for (const wrong of [null, {}, { token: 5 }]) assert.equal(reason(parseUploadJoin(wrong, 100)), "malformed");
});
