import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { StateUploads } from "./state-uploads.ts";
import { upload } from "./upload.ts";

describe("an upload", () => {
  test("has options that fit, or isn't declared", () => {
    for (const accept of [[], ["pdf"], ["image"], [".a b"]]) {
      assert.throws(() => upload({ accept }), { code: "LG_UPLOAD_OPTION" }, accept.join());
    }
    for (const maxFileSize of [0, -1, 1.5, Number.NaN]) {
      assert.throws(() => upload({ accept: "any", maxFileSize }), { code: "LG_UPLOAD_OPTION" }, String(maxFileSize));
    }
  });

  test("is found by the name that declares it, and by no other", () => {
    const uploads = new StateUploads({ cover: upload({ accept: "any" }) }, () => {});
    assert.ok(uploads.named("cover"));
    assert.throws(() => uploads.named("toString"), { code: "LG_UPLOAD_NAME" });
  });
});
