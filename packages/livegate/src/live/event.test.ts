import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { EventRef } from "../html/event-ref.ts";
import { Form } from "../html/form.ts";
import { declaredEvents, event, eventSpecs, events, formEvent, guardsOfRules } from "./event.ts";
import { provide } from "./guard.ts";
import { rule } from "./rule.ts";

const Id = z.object({ id: z.coerce.number<string | number>() });
const currentUser = provide("currentUser", () => ({ currentUser: 1 }));
const own = rule({ needs: [currentUser], load: (_, { id }: { id: number }) => ({ id }), allow: () => true });

describe("events", () => {
  it("gives a reference by the name of each event", () => {
    const ev = events({ inc: null, rename: Id });
    assert.ok(ev.inc instanceof EventRef);
    assert.deepEqual([ev.inc.name, ev.rename.name], ["inc", "rename"]);
  });

  it("remembers how its events were declared", () => {
    const declared = { inc: null, rename: Id };
    assert.equal(declaredEvents(events(declared)), declared);
  });

  it("can't be changed afterwards", () => {
    const ev = events({ inc: null });
    assert.throws(() => Object.assign(ev, { inc: ev.inc }), TypeError);
  });

  it("takes declarations that stand inline as they are", () => {
    const inline = { inc: null };
    assert.equal(declaredEvents(inline), inline);
  });
});

describe("eventSpecs", () => {
  it("tells apart no payload, a schema, and a schema with a rule", () => {
    const specs = eventSpecs({ inc: null, rename: Id, remove: event(Id, own) });
    const parts = [...specs.values()].map(({ name, schema, rule: can }) => [name, schema, can]);
    assert.deepEqual(parts, [
      ["inc", null, null],
      ["rename", Id, null],
      ["remove", Id, own],
    ]);
  });

  it("knows an event by its own name only, not by what every object has", () => {
    const specs = eventSpecs({ inc: null });
    for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"]) assert.equal(specs.has(name), false);
  });

  it("says which events want a form whole", () => {
    const specs = eventSpecs({ save: formEvent(z.object({}), { as: "album" }), rename: Id, inc: null });
    assert.deepEqual(
      [...specs.values()].map(({ readsWholeForm }) => readsWholeForm),
      [true, false, false],
    );
  });

  it("gathers the guards that rules need", () => {
    assert.deepEqual(guardsOfRules(eventSpecs({ inc: null, rename: Id, remove: event(Id, own) })), [currentUser]);
  });
});

describe("formEvent", () => {
  const AlbumSchema = z.object({ title: z.string().min(1), year: z.coerce.number<string>().int() });
  const validate = (params: unknown, schema: z.ZodType = AlbumSchema) =>
    formEvent(schema, { as: "album" })["~standard"].validate(params);

  it("gives a valid form with its output", async () => {
    const result = await validate({ album: { title: "Blue", year: "1971" } });
    assert.ok(!result.issues && result.value instanceof Form);
    assert.deepEqual([result.value.valid, result.value.output], [true, { title: "Blue", year: 1971 }]);
  });

  it("gives an invalid form too, and never a refusal", async () => {
    const result = await validate({ album: { title: "", year: "1971" } });
    assert.ok(!result.issues && result.value instanceof Form);
    assert.deepEqual([result.value.valid, result.value.output], [false, null]);
  });

  it("gives a form for whatever a client may send in its place", async () => {
    for (const sent of [
      null,
      undefined,
      7,
      "text",
      [],
      [[]],
      { album: 7 },
      { album: [] },
      { album: { title: [] } },
      {},
    ]) {
      const result = await validate(sent);
      assert.ok(!result.issues && result.value instanceof Form, `for ${JSON.stringify(sent)}`);
      assert.equal(result.value.output, null);
    }
  });

  it("waits for a schema that asks somebody", async () => {
    const Free = z.object({ title: z.string().refine(async (title) => title !== "taken") });
    const result = await validate({ album: { title: "taken" } }, Free);
    assert.ok(!result.issues && result.value instanceof Form);
    assert.equal(result.value.valid, false);
  });
});
