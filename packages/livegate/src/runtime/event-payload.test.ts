import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { Form } from "../html/form.ts";
import { type EventDeclaration, event, eventSpecs, formEvent } from "../live/event.ts";
import { provide } from "../live/guard.ts";
import { rule } from "../live/rule.ts";
import { parseEvent } from "../protocol/payloads.ts";
import { admitEvent } from "./event-payload.ts";
import { isPromise } from "./maybe-promise.ts";

const Id = z.object({ id: z.coerce.number<string | number>() });
const currentUser = provide("currentUser", () => ({ currentUser: 1 }));

/** Admits an event with this declaration, as the wire brings it. */
function admit(declaration: EventDeclaration, value: unknown, type = "click", guardValues: object = {}) {
  const spec = eventSpecs({ save: declaration }).get("save")!; // Declared in this line.
  const meta = type === "form" ? { _target: "album[title]" } : {};
  const sent = parseEvent({ type, event: "save", value, meta }, 100);
  assert.ok(sent.ok);
  return admitEvent(spec, guardValues, sent.value);
}

describe("admitEvent", () => {
  it("gives the handler what the schema made of the value", async () => {
    assert.deepEqual(await admit(Id, { id: "7" }), { ok: true, payload: { id: 7 }, record: undefined });
  });

  it("gives nothing where no payload was declared, whatever was sent", async () => {
    assert.deepEqual(await admit(null, { id: "7" }), { ok: true, payload: undefined, record: undefined });
  });

  it("decides at once where the schema does", () => {
    assert.equal(isPromise(admit(Id, { id: "7" })), false);
  });

  it("refuses a value that doesn't fit", async () => {
    for (const value of [{}, { id: "abc" }, null, [], "id=7", 7]) {
      assert.deepEqual(await admit(Id, value), { ok: false, reason: "invalid_payload" }, JSON.stringify(value));
    }
  });

  it("takes an empty input of a form for an absent one, and an empty text of a click for what it is", async () => {
    const Title = z.object({ title: z.string().optional() }); // Other keys are left out.
    const ofForm = await admit(Title, "title=", "form");
    const ofClick = await admit(Title, { title: "" });
    assert.ok(ofForm.ok && ofClick.ok);
    assert.deepEqual([ofForm.payload, ofClick.payload], [{}, { title: "" }]);
  });

  it("gives a form event the whole form, with its empty inputs and the marks of untouched ones", async () => {
    const Album = z.object({ title: z.string().min(1), year: z.string().min(1) });
    const sent = "album[title]=&album[year]=&album[_unused_year]=";
    const admitted = await admit(formEvent(Album, { as: "album" }), sent, "form");
    assert.ok(admitted.ok && admitted.payload instanceof Form);
    const { title, year } = admitted.payload.fields as unknown as Record<string, { errors: readonly string[] }>;
    assert.deepEqual([title!.errors.length > 0, year!.errors], [true, []]);
  });

  it("waits for a schema that asks somebody", async () => {
    const Free = z.object({ name: z.string().refine(async (name) => name !== "taken") });
    assert.equal((await admit(Free, { name: "free" })).ok, true);
    assert.deepEqual(await admit(Free, { name: "taken" }), { ok: false, reason: "invalid_payload" });
  });

  it("gives the handler the record of the event's rule", async () => {
    const own = rule({
      needs: [currentUser],
      load: (_context, { id }: { id: number }) => (id === 404 ? null : { id, ownerId: id % 10 }),
      allow: ({ currentUser: user }, record) => record.ownerId === user,
    });
    const remove = (id: number) => admit(event(Id, own), { id }, "click", { currentUser: 1 });
    assert.deepEqual(await remove(11), { ok: true, payload: { id: 11 }, record: { id: 11, ownerId: 1 } });
    assert.deepEqual(await remove(12), { ok: false, reason: "not_allowed" });
    assert.deepEqual(await remove(404), { ok: false, reason: "not_found" });
  });

  it("never asks a rule about a payload that doesn't fit", async () => {
    const never = rule({ needs: [], load: () => assert.fail("asked"), allow: () => true });
    assert.deepEqual(await admit(event(Id, never), {}), { ok: false, reason: "invalid_payload" });
  });
});
