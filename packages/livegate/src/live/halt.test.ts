import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { definePaths } from "../paths/define-paths.ts";
import { Halt, halt } from "./halt.ts";

const paths = definePaths({ home: "/" });

describe("halt", () => {
  it("redirects with nothing left behind unless it says so", () => {
    const halted = halt.redirect(paths.home());
    assert.ok(halted instanceof Halt);
    assert.deepEqual([halted.kind, String(halted.to), halted.flash, halted.returnTo], ["redirect", "/", {}, false]);
  });

  it("redirects with messages and the way back", () => {
    const halted = halt.redirect(paths.home(), { flash: { error: "Log in first." }, returnTo: true });
    assert.deepEqual([halted.flash, halted.returnTo], [{ error: "Log in first." }, true]);
  });

  it("leads nowhere when it says not found or forbidden", () => {
    assert.deepEqual([halt.notFound().kind, halt.notFound().to], ["notFound", null]);
    assert.deepEqual([halt.forbidden().kind, halt.forbidden().to], ["forbidden", null]);
  });
});
