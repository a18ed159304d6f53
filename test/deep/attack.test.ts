import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { attackTeacher } from "../mutants/try-mutant.ts";

const ROOT = join(import.meta.dirname, "..", "..");

describe("the adversary", () => {
  it("finds nothing in Teacher, in less than five minutes", async () => {
    const { code, output } = await attackTeacher(ROOT, []);
    assert.equal(code, 0, output.slice(-5000));
  });
});
