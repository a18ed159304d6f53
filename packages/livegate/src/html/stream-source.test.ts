import assert from "node:assert/strict";
import { test } from "node:test";
import { StreamStart } from "./stream.ts";
import { StreamSource } from "./stream-source.ts";

interface Song {
  readonly id: number;
  readonly title: string;
}
const song = (id: number, title = `t${id}`): Song => ({ id, title });
const key = (item: unknown): number => (item as Song).id;

/** A stream whose first items have been sent. */
function sent(ids: readonly number[], limit: number | null = null): StreamSource {
  const source = new StreamSource({ name: "songs", ref: "0" }, true);
  source.start(
    new StreamStart(
      ids.map((id) => song(id)),
      key,
      limit,
    ),
  );
  source.printed();
  return source;
}

function told({ change }: StreamSource): unknown {
  if (change === null) return null;
  const inserts = Array.from(change.inserts, ([id, { item, at }]) => [id, (item as Song).title, at]);
  return [inserts, [...change.deletes], change.reset];
}

test("the first items are told once, without a reset, and forgotten", () => {
  const source = new StreamSource({ name: "songs", ref: "0" }, true);
  source.start(new StreamStart([song(1), song(2)], key, null));
  const both = [
    [1, "t1", -1],
    [2, "t2", -1],
  ];
  assert.deepEqual(told(source), [both, [], false]);
  source.printed();
  assert.deepEqual([told(source), source.size], [null, 2]);
});

test("an item that is inserted twice is told once: its first place, its last content", () => {
  const source = sent([]);
  source.insert(song(1, "a"), { at: 0 });
  source.insert(song(2), {});
  source.insert(song(1, "b"), {});
  const inserts = [
    [1, "b", 0],
    [2, "t2", -1],
  ];
  assert.deepEqual([told(source), source.size], [[inserts, [], false], 2]);
});

test("a delete is told only of what the page has", () => {
  const source = sent([1]);
  source.insert(song(2), {});
  assert.deepEqual([source.deleteByKey(2), source.deleteByKey(3), source.deleteByKey("1")], [true, false, true]);
  assert.deepEqual([told(source), source.size], [[[], [1], false], 0]);
});

test("a delete and an insert of one item are both told: it moves", () => {
  const source = sent([1, 2]);
  source.delete(song(2));
  source.insert(song(2), { at: 0 });
  assert.deepEqual([told(source), source.size], [[[[2, "t2", 0]], [2], false], 2]);
});

test("an update-only insert of an unknown item is nothing", () => {
  const source = sent([1]);
  assert.equal(source.insert(song(9), { updateOnly: true }), false);
  assert.deepEqual([told(source), source.size], [null, 1]);
  assert.equal(source.insert(song(1, "new"), { updateOnly: true }), true);
  assert.equal(source.change?.inserts.get(1)?.updateOnly, true);
});

test("a reset forgets what was waiting, and keeps what is inserted after it", () => {
  const source = sent([1, 2]);
  source.insert(song(3), {});
  source.deleteByKey(1);
  source.reset([song(2)], {});
  source.insert(song(4), { at: 0 });
  source.deleteByKey(2);
  assert.deepEqual([told(source), source.size], [[[[4, "t4", 0]], [], true], 1]);
});

test("a limit drops keys from the end, or from the start where it is negative", () => {
  const last = sent([1, 2, 3], -3);
  last.insert(song(4), {});
  assert.deepEqual([last.size, last.deleteByKey(1), last.deleteByKey(4)], [3, false, true]);
  const first = sent([1, 2, 3], 3);
  first.insert(song(4), { at: 0 });
  assert.deepEqual([first.size, first.deleteByKey(3), first.deleteByKey(1)], [3, false, true]);
});

test("what a limit dropped while it waited comes anew", () => {
  const source = sent([], 1);
  source.insert(song(1), {});
  source.insert(song(2), { at: 0 });
  source.insert(song(1), { at: 0 });
  assert.deepEqual([told(source), source.size], [[[[1, "t1", 0]], [], false], 1]);
});

test("a delete after an insert that a limit answered tells what was dropped, since the client deletes first", () => {
  const source = sent([1, 2, 3], -3);
  source.insert(song(4), {});
  assert.deepEqual(told(source), [[[4, "t4", -1]], [], false]);
  source.deleteByKey(2);
  assert.deepEqual([told(source), source.size], [[[[4, "t4", -1]], [2, 1], false], 2]);
});

test("what a limit has dropped from the page comes anew in the same turn: the client hears that it went first", () => {
  const source = sent([1, 2, 3], -3);
  for (const id of [4, 5, 1]) source.insert(song(id), {});
  const inserts = [
    [4, "t4", -1],
    [5, "t5", -1],
    [1, "t1", -1],
  ];
  assert.deepEqual([told(source), source.size], [[inserts, [1, 2, 3], false], 3]);
});

test("an insert at an index keeps its place where something before it is deleted later in the turn", () => {
  const source = sent([1, 2, 3]);
  source.insert(song(4), { at: 2 });
  source.insert(song(5), { at: 1 });
  source.deleteByKey(1);
  const inserts = [
    [4, "t4", 1],
    [5, "t5", 0],
  ];
  assert.deepEqual(told(source), [inserts, [1], false]);
});

test("two items of one key throw in development; in production the second replaces the first", () => {
  const twice = new StreamStart([song(1, "a"), song(1, "b")], key, null);
  assert.throws(() => new StreamSource({ name: "songs", ref: "0" }, true).start(twice), {
    code: "LG_STREAM_KEYS",
    message: /stream "songs" have the key 1/,
  });
  const source = new StreamSource({ name: "songs", ref: "0" }, false);
  source.start(twice);
  assert.deepEqual([told(source), source.size], [[[[1, "b", -1]], [], false], 1]);
});

for (const options of [{ at: -2 }, { at: 1.5 }, { limit: 0 }, { limit: 2.5 }]) {
  test(`what the client can't follow is refused: ${JSON.stringify(options)}`, () => {
    assert.throws(() => sent([]).insert(song(1), options), { code: "LG_STREAM_OPTION" });
  });
}
