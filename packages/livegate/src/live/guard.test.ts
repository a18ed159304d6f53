import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Guard } from "./guard-step.ts";
import { guard, provide } from "./guard.ts";

const nothing = () => ({});

describe("guard", () => {
  it("is told apart by its kind: what provides, what may halt, what keeps visitors out", () => {
    const kinds = [provide("a", nothing), guard("b", nothing), guard.identity("c", nothing)].map(({ kind }) => kind);
    assert.deepEqual(kinds, ["provide", "guard", "identity"]);
  });

  it("carries its name, what it stands behind, and what it runs", () => {
    const first = provide("first", nothing);
    const run = () => ({ seen: true });
    const second = guard("second", first, run);
    assert.ok(second instanceof Guard);
    assert.deepEqual([second.name, second.after, second.run], ["second", first, run]);
  });

  it("stands behind nothing unless it says so", () => {
    assert.equal(provide("alone", nothing).after, null);
    assert.equal(guard.identity("alone", nothing).after, null);
  });
});
