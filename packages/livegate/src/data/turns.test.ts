import assert from "node:assert/strict";
import { test } from "node:test";
import { Turns } from "./turns.ts";

test("whoever takes the handle has it to itself until it is given back", async () => {
  const turns = new Turns();
  const [first, second] = [{}, {}];
  const order: string[] = [];
  await turns.when(first, () => turns.take(first));
  const waiting = turns.when(second, () => order.push("second"));
  await turns.when(first, () => order.push("first"));
  assert.deepEqual(order, ["first"]);
  turns.giveBack(first);
  await waiting;
  assert.deepEqual(order, ["first", "second"]);
});

test("of several who wait, each that takes the handle keeps the others waiting", async () => {
  const turns = new Turns();
  const owner = {};
  turns.take(owner);
  let inside = 0;
  let most = 0;
  const alone = async () => {
    const me = {};
    await turns.when(me, () => turns.take(me));
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
    turns.giveBack(me);
  };
  const all = Promise.all([alone(), alone(), alone()]);
  turns.giveBack(owner);
  await all;
  assert.deepEqual([inside, most], [0, 1]);
});

test("only its owner gives the handle back", () => {
  const turns = new Turns();
  const [owner, other] = [{}, {}];
  turns.take(owner);
  turns.giveBack(other);
  assert.deepEqual([turns.isTakenBy(owner), turns.isTakenBy(other)], [true, false]);
});
