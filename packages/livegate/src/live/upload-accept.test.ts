import assert from "node:assert/strict";
import { test } from "node:test";
import { uploadAccept } from "./upload-accept.ts";

test("a file fits by its name's end or by its type, whatever their case", () => {
  const accept = uploadAccept([".PDF", "image/*", "text/plain"]);
  const fitting = [
    { name: "NOTES.Pdf", type: "" },
    { name: "no-end", type: "image/png" },
    { name: "a.txt", type: "text/plain; charset=utf-8" },
  ];
  const others = [
    { name: "pdf", type: "" },
    { name: "a.pdf.exe", type: "application/x-msdownload" },
    { name: "a.html", type: "text/html" },
    { name: "a.bin", type: "imaged/png" },
  ];
  for (const file of fitting) assert.equal(accept.takes(file), true, file.name);
  for (const file of others) assert.equal(accept.takes(file), false, file.name);
  assert.equal(accept.text, ".pdf,image/*,text/plain");
});

test("any file fits where any is taken", () => {
  const accept = uploadAccept("any");
  assert.deepEqual(
    [accept.text, accept.takes({ name: "x", type: "" }), accept.imagesFor({ name: "x", type: "" })],
    [null, true, null],
  );
});

test("bytes are looked at where a file fits as an image alone; of which accepted kind doesn't matter", () => {
  const accept = uploadAccept([".png", ".jpg", ".pdf", "image/*"]);
  const images = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);
  assert.deepEqual(accept.imagesFor({ name: "a.png", type: "" }), images);
  assert.equal(accept.imagesFor({ name: "a.pdf", type: "image/png" }), null, "it may come as a document");
  assert.deepEqual(uploadAccept([".png"]).imagesFor({ name: "a.png", type: "text/html" }), new Set(["image/png"]));
});
