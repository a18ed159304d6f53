import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openTestDatabase } from "#test/site";
import { pubsub } from "../pubsub.ts";
import { __Schema__Change, __schemas__Topic } from "./__file__-change.ts";
import { create__Schema__, delete__Schema__, get__Schema__, list__Schemas__, update__Schema__ } from "./__file__-store.ts";
import { added__Schema__, __schema__Attributes } from "./__file__.fixture.ts";
import { __Schema__Id, __Schema__Schema } from "./__file__.ts";

/** The changes that the topic tells during a test. */
function changesHeard(t: TestContext): readonly __Schema__Change[] {
  const heard: __Schema__Change[] = [];
  t.after(pubsub.subscribe(__schemas__Topic(), (message) => heard.push(__Schema__Change.parse(message))));
  return heard;
}

test("one __label__ can be read back, and the topic tells of it", async (t) => {
  await using _ = await openTestDatabase();
  const heard = changesHeard(t);
  const attributes = __schema__Attributes();
  const result = await create__Schema__(attributes);
  assert.ok(result.ok);
  const { id } = result.value;
  assert.deepEqual(await get__Schema__(id), { id, ...attributes });
  assert.deepEqual(heard, [{ type: "created", id }]);
});

test("the list has all __labels__, the newest first", async () => {
  await using _ = await openTestDatabase();
  const first = await added__Schema__();
  const second = await added__Schema__();
  assert.deepEqual(await list__Schemas__(), [second, first]);
});

test("a change is stored and told", async (t) => {
  await using _ = await openTestDatabase();
  const { id } = await added__Schema__();
  const heard = changesHeard(t);
  const changed = __schema__Attributes({
    __changedValues__: 0,
  });
  assert.deepEqual(await update__Schema__(id, changed), { ok: true, value: { id, ...changed } });
  assert.deepEqual(await get__Schema__(id), { id, ...changed });
  assert.deepEqual(heard, [{ type: "updated", id }]);
});

test("a deleted one is gone, and that is told", async (t) => {
  await using _ = await openTestDatabase();
  const { id } = await added__Schema__();
  const heard = changesHeard(t);
  assert.ok((await delete__Schema__(id)).ok);
  assert.equal(await get__Schema__(id), null);
  assert.deepEqual(heard, [{ type: "deleted", id }]);
});

test("changing or deleting what is gone says so, and nobody is told", async (t) => {
  await using _ = await openTestDatabase();
  const heard = changesHeard(t);
  for (const result of [await update__Schema__(404, __schema__Attributes()), await delete__Schema__(404)]) {
    assert.ok(!result.ok);
    assert.deepEqual(Object.keys(result.errors), ["id"]);
  }
  assert.deepEqual(heard, []);
});

// @if unique
test("what may be there once is refused a second time, at its field", async () => {
  await using _ = await openTestDatabase();
  const attributes = __schema__Attributes();
  assert.ok((await create__Schema__(attributes)).ok);
  for (const field of [__uniqueFields__] as const) {
    const result = await create__Schema__(__schema__Attributes({ [field]: attributes[field] }));
    assert.ok(!result.ok);
    assert.deepEqual(Object.keys(result.errors), [field]);
  }
});

// @end
// @if required
test("what is missing is asked for, each field by itself", () => {
  const result = __Schema__Schema.safeParse({});
  const fields = new Set(result.error?.issues.map(({ path }) => path.join(".")));
  assert.deepEqual([...fields], [__requiredFields__]);
});

// @end
test("what a form sends is taken", () => {
  const result = __Schema__Schema.safeParse({
    __formValues__: 0,
  });
  assert.equal(result.error, undefined);
});

test("an id is a whole number above zero, in digits or as such", () => {
  assert.deepEqual([__Schema__Id.parse("7"), __Schema__Id.parse(7)], [7, 7]);
  for (const other of ["", "0", "-1", "01", "1.0", "1e0", "0x1", " 1", 0, 1.5, true, null, [1], undefined]) {
    assert.equal(__Schema__Id.safeParse(other).success, false, JSON.stringify(other));
  }
});
