import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { andThen, isPromise } from "./maybe-promise.ts";

describe("isPromise", () => {
  it("tells a promise, or what acts like one, from a value", () => {
    // oxlint-disable-next-line unicorn/no-thenable -- what acts like a promise is what this is about
    const thenable: PromiseLike<number> = { then: () => assert.fail("was called") };
    for (const promise of [Promise.resolve(1), thenable]) assert.equal(isPromise<unknown>(promise), true);
    const inName: unknown = JSON.parse('{ "then": 1 }');
    for (const value of [null, undefined, 1, "then", {}, inName]) assert.equal(isPromise(value), false);
  });
});

describe("andThen", () => {
  it("goes on at once where the value is there", () =>
    assert.equal(
      andThen(1, (value) => value + 1),
      2,
    ));

  it("goes on later where it is a promise", async () => {
    const result = andThen(Promise.resolve(1), (value) => value + 1);
    assert.ok(isPromise(result));
    assert.equal(await result, 2);
  });

  it("hands a rejection on without going on", async () => {
    const result = andThen<number, number>(Promise.reject(new Error("gone")), () => assert.fail("went on"));
    await assert.rejects(Promise.resolve(result), /gone/);
  });
});
