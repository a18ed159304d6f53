import assert from "node:assert/strict";
import { test } from "node:test";
import { imageTypeOf, imagesOf } from "./image-type.ts";

const ascii = (text: string): Uint8Array => Buffer.from(text, "latin1");

test("an image is told by its first bytes", () => {
  const heads = {
    "image/png": "\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "image/jpeg": "\xff\xd8\xff\xe0\0\x10JFIF",
    "image/gif": "GIF89a\x01\0\x01\0",
    "image/webp": "RIFF\x24\0\0\0WEBPVP8 ",
    "image/avif": "\0\0\0\x1cftypavif\0\0\0\0",
  };
  for (const [type, head] of Object.entries(heads)) assert.equal(imageTypeOf(ascii(head)), type);
});

test("whatever a browser would run or guess at is no image", () => {
  const heads = [
    "<svg onload=alert(1)>",
    "<!doctype html>",
    "%PDF-1.7",
    "",
    "\x89PN",
    "RIFF....WAVE",
    " GIF89a",
    "\0\0\0\x1cftypisom",
  ];
  for (const head of heads) assert.equal(imageTypeOf(ascii(head)), null, head);
});

test("a specifier stands for its kind of image, a wild card for all", () => {
  assert.deepEqual(imagesOf(".jpg"), ["image/jpeg"]);
  assert.deepEqual(imagesOf("image/png"), ["image/png"]);
  assert.equal(imagesOf("image/*").length, 5);
  for (const other of [".pdf", "text/plain", "image/svg+xml", ".svg"]) assert.deepEqual(imagesOf(other), [], other);
});
