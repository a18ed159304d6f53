import assert from "node:assert/strict";
import { test } from "node:test";
import type { Html } from "../html/brand.ts";
import { printHtml } from "../html/print-html.ts";
import { liveFileInput, liveImgPreview } from "./live-file-input.ts";
import { OpenUpload } from "./open-upload.ts";
import { upload } from "./upload.ts";

const print = (shown: Html): string => printHtml(shown, { csrfToken: "", nonce: "", base: "", development: true });
const file = { ref: "3", name: "a.png", relativePath: "", type: "image/png", size: 5, lastModified: null, meta: {} };

test("the input says what may be picked, and has every list of references though it be empty", () => {
  const open = new OpenUpload("cover", upload({ accept: [".png"], maxEntries: 2, autoUpload: true }));
  const text = print(liveFileInput(open.shown, { class: "file" }));
  for (const part of [
    `id="${open.ref}"`,
    'type="file"',
    'name="cover"',
    'accept=".png"',
    'data-phx-hook="Phoenix.LiveFileUpload"',
    `data-phx-upload-ref="${open.ref}"`,
    'data-phx-active-refs=""',
    'data-phx-done-refs=""',
    'data-phx-preflighted-refs=""',
    "data-phx-auto-upload",
    " multiple",
    'class="file"',
  ]) {
    assert.ok(text.includes(part), `${part} isn't in ${text}`);
  }
  for (const part of ["data-phx-error-refs", "disabled"]) assert.ok(!text.includes(part), text);
});

test("the input names files with errors, and itself where the selection has one", () => {
  const open = new OpenUpload("cover", upload({ accept: [".txt"], allowed: true, maxTotalSize: 1, maxEntries: 2 }));
  open.select([file]);
  assert.ok(print(liveFileInput(open.shown)).includes(`data-phx-error-refs="${open.ref},3"`));
});

test("a preview finds its file, and is left alone by patches", () => {
  const open = new OpenUpload("cover", upload({ accept: [".png"] }));
  open.select([file]);
  const text = print(liveImgPreview(open.shown.entries[0]!, { alt: "" })); // It was just picked.
  for (const part of [
    'id="phx-preview-3"',
    'data-phx-entry-ref="3"',
    'data-phx-update="ignore"',
    "Phoenix.LiveImgPreview",
  ]) {
    assert.ok(text.includes(part), text);
  }
});
