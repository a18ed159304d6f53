import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { LivegateError } from "../errors/livegate-error.ts";
import { decodeForm } from "../protocol/form-data.ts";
import { Form, form, parseForm } from "./form.ts";

const Album = z.object({
  title: z.string("is missing").min(2, "is too short"),
  year: z.coerce.number<string | number>("is not a number").int().min(1900, "is too early").optional(),
  live: z.literal("true").optional(),
  tags: z.array(z.string()).max(2, "are too many").optional(),
  artist: z.object({ name: z.string("is missing"), country: z.string().optional() }).optional(),
  tracks: z.array(z.object({ name: z.string("is missing") })).optional(),
});
const as = { as: "album" } as const;

function sent(body: string, target?: readonly string[]): unknown {
  const params = decodeForm(body);
  assert.ok(params.ok);
  return target ? { ...params.value, _target: target } : params.value;
}

function parse(body: string, target?: readonly string[]): Form<z.input<typeof Album>, z.output<typeof Album>> {
  const parsed = parseForm(Album, as, sent(body, target));
  assert.ok(parsed instanceof Form);
  return parsed;
}

test("a new form shows its values, names and ids, and no errors", () => {
  const fresh = form(Album, {
    ...as,
    values: {
      title: "Blue",
      year: 1971,
      live: null,
      tags: ["folk"],
      artist: { name: "Joni" },
      tracks: [{ name: "Carey" }],
    },
  });
  const { title, year, live, tags, artist, tracks } = fresh.fields;
  assert.deepEqual([title.name, title.id, title.value], ["album[title]", "album_title", "Blue"]);
  assert.equal(year.value, "1971");
  assert.deepEqual([live.value, live.checked], ["", false]);
  assert.deepEqual([tags.itemName, tags.values], ["album[tags][]", ["folk"]]);
  assert.deepEqual([artist.fields.name.name, artist.fields.name.value], ["album[artist][name]", "Joni"]);
  const track = tracks.items[0]?.fields.name;
  assert.deepEqual([track?.name, track?.id, track?.value], ["album[tracks][0][name]", "album_tracks_0_name", "Carey"]);
  assert.deepEqual([fresh.id, fresh.valid, fresh.output, title.errors, title.used], ["album", false, null, [], true]);
});

test("a valid submit gives the schema's output", () => {
  const filled = parse(
    "album[title]=Blue&album[year]=1971&album[live]=true&album[tags][]=&album[tags][]=a&album[tracks][0][name]=x&album[tracks][1][name]=y",
  );
  assert.equal(filled.valid, true);
  assert.deepEqual(filled.output, {
    title: "Blue",
    year: 1971,
    live: "true",
    tags: ["a"],
    tracks: [{ name: "x" }, { name: "y" }],
  });
  assert.equal(filled.fields.live.checked, true);
});

test("an input left empty is absent, so that an empty year is no year", () => {
  assert.deepEqual(parse("album[title]=Blue&album[year]=").output, { title: "Blue" });
  assert.deepEqual(parse("album[title]=Blue&album[tags][]=").output, { title: "Blue", tags: [] });
  assert.deepEqual(parse("album[title]=&album[year]=").fields.title.errors, ["is missing"]);
});

test("empty strings are kept where the options say so", () => {
  const Note = z.object({ text: z.string(), more: z.string().optional() });
  const keep = (keepEmpty: boolean | readonly string[]): unknown =>
    (parseForm(Note, { as: "note", keepEmpty }, sent("note[text]=&note[more]=")) as Form<unknown, unknown>).output;
  assert.deepEqual(keep(true), { text: "", more: "" });
  assert.deepEqual(keep(["text"]), { text: "" });
  assert.equal(keep(false), null);
});

test("what was typed is shown as it was typed, however wrong", () => {
  const filled = parse("album[title]=B&album[year]=19 71 ");
  assert.equal(filled.fields.year.value, "19 71 ");
  assert.deepEqual(filled.fields.year.errors, ["is not a number"]);
  assert.deepEqual(filled.fields.title.errors, ["is too short"]);
  assert.equal(filled.output, null);
});

test("while somebody types, errors show only where somebody has been", () => {
  const body = "album[_unused_title]=&album[title]=&album[year]=1&album[artist][_unused_name]=&album[artist][name]=";
  const filled = parse(body, ["album", "year"]);
  assert.deepEqual(filled.fields.year.errors, ["is too early"]);
  assert.deepEqual(filled.fields.title.errors, []);
  assert.deepEqual(filled.fields.artist.fields.name.errors, []);
  assert.deepEqual([filled.fields.title.used, filled.fields.year.used], [false, true]);
});

test("an input that sends nothing shows its error once it was the one that changed", () => {
  const Terms = z.object({ accepted: z.literal("on", "must be accepted"), name: z.string("is missing") });
  const parsed = parseForm(Terms, { as: "terms" }, sent("terms[_unused_name]=&terms[name]=", ["terms", "accepted"]));
  assert.ok(parsed instanceof Form);
  assert.deepEqual(parsed.fields.accepted.errors, ["must be accepted"]);
  assert.deepEqual(parsed.fields.name.errors, []);
});

test("a submit shows every error, at its path in lists and groups", () => {
  const filled = parse(
    "album[tags][]=1&album[tags][]=2&album[tags][]=3&album[artist][country]=x&album[tracks][0][name]=&album[tracks][7][name]=",
  );
  assert.deepEqual(filled.fields.title.errors, ["is missing"]);
  assert.deepEqual(filled.fields.tags.errors, ["are too many"]);
  assert.deepEqual(filled.fields.artist.fields.name.errors, ["is missing"]);
  assert.deepEqual(
    filled.fields.tracks.items.map((track) => track.fields.name.errors),
    [["is missing"], ["is missing"]],
  );
});

test("errors of the whole form belong to the form", () => {
  const Range = z.object({ from: z.string(), to: z.string() }).refine((r) => r.from <= r.to, "ends before it starts");
  const parsed = parseForm(Range, { as: "range" }, sent("range[from]=2&range[to]=1"));
  assert.ok(parsed instanceof Form);
  assert.deepEqual(parsed.errors, ["ends before it starts"]);
  assert.deepEqual(parsed.fields.from.errors, []);
});

test("errors of a context are added, show at once, and leave the former form as it was", () => {
  const filled = parse("album[title]=Blue");
  const answered = filled.withErrors({ title: ["has already been taken"], "": ["was not saved"] });
  assert.deepEqual(answered.fields.title.errors, ["has already been taken"]);
  assert.deepEqual([answered.errors, answered.valid, answered.fields.title.value], [["was not saved"], false, "Blue"]);
  assert.deepEqual([filled.fields.title.errors, filled.valid], [[], true]);
});

test("an asynchronous schema gives a promise of the form", async () => {
  const Handle = z.object({ handle: z.string().refine(async (name) => name !== "taken", "is taken") });
  const parsed = parseForm(Handle, { as: "user" }, sent("user[handle]=taken"));
  assert.ok(parsed instanceof Promise);
  assert.deepEqual((await parsed).fields.handle.errors, ["is taken"]);
});

test("whatever is sent instead of a form is a form with errors", () => {
  const hostile = JSON.parse('{"album":{"__proto__":{"title":"x"},"title":{"a":[1,null,true]},"year":[],"tags":7}}');
  for (const input of [null, undefined, 7, "album", [], {}, { album: "x" }, { album: [1] }, { _target: 7 }, hostile]) {
    const parsed = parseForm(Album, as, input);
    assert.ok(parsed instanceof Form);
    assert.equal(parsed.valid, false);
    assert.equal(typeof parsed.fields.title.value, "string");
    assert.deepEqual(parsed.fields.tracks.items, []);
  }
});

test("a form whose name is no word is refused", () => {
  for (const name of ["", "a[b]", "a b"]) {
    assert.throws(
      () => form(Album, { as: name }),
      (error) => error instanceof LivegateError && error.code === "LG_FORM_NAME",
    );
  }
});

test("fields are typed by the schema's input", () => {
  const { fields } = form(Album, as);
  // @ts-expect-error no such input
  assert.equal(fields.titel.value, "");
  // @ts-expect-error a title has no items
  assert.deepEqual(fields.title.items, []);
  // @ts-expect-error a year is no object
  form(Album, { ...as, values: { year: {} } });
});
