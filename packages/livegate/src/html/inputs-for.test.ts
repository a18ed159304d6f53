import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { decodeForm } from "../protocol/form-data.ts";
import type { Html } from "./brand.ts";
import { Form, form, parseForm } from "./form.ts";
import { html } from "./html.ts";
import { addRow, inputsFor } from "./inputs-for.ts";
import { printHtml } from "./print-html.ts";

const Album = z.object({
  title: z.string("is missing"),
  tracks: z.array(z.object({ name: z.string("has no name"), live: z.stringbool().optional() })).min(1, "are missing"),
});
const as = { as: "album" } as const;
type AlbumForm = Form<z.input<typeof Album>, z.output<typeof Album>>;

const rowsOf = ({ fields: { tracks } }: AlbumForm): Html =>
  html`${inputsFor(
    tracks,
    ({ fields: { name } }, { drop, up, isFirst }) => html`
    <input id="${name.id}" name="${name.name}" value="${name.value}">${!isFirst && html`<button ${up}>Up</button>`}
    <button ${drop}>Remove</button>`,
  )}<button ${addRow(tracks)}>Add</button>`;

const print = (shown: Html): string => printHtml(shown, { csrfToken: "", nonce: "", base: "", development: true });

/** What a browser would send of the printed inputs, its buttons left out. */
const bodyOf = (page: string): string => {
  const pairs = new URLSearchParams();
  for (const [, attributes = ""] of page.matchAll(/<input ([^>]*)>/g)) {
    pairs.append(/name="([^"]*)"/.exec(attributes)?.[1] ?? "", /value="([^"]*)"/.exec(attributes)?.[1] ?? "");
  }
  return pairs.toString();
};

/** Names and values of the buttons with a text. */
const buttons = (page: string, text: string): readonly (readonly [string, string])[] =>
  [...page.matchAll(/<button [^>]*name="([^"]*)" value="([^"]*)"[^>]*>(\w+)</g)]
    .filter(([, , , shown]) => shown === text)
    .map(([, name = "", value = ""]) => [name, value]);

function send(body: string, target?: readonly string[]): AlbumForm {
  const decoded = decodeForm(body);
  assert.ok(decoded.ok);
  const parsed = parseForm(Album, as, target ? { ...decoded.value, _target: target } : decoded.value);
  assert.ok(parsed instanceof Form);
  return parsed;
}

const press = (page: string, text: string, at = 0): AlbumForm => {
  const [name = "", value = ""] = buttons(page, text)[at] ?? [];
  return send(`${bodyOf(page)}&${new URLSearchParams({ [name]: value }).toString()}`);
};

const trackNames = ({ fields }: AlbumForm): readonly string[] =>
  fields.tracks.items.map((track) => track.fields.name.value);
const trackIds = ({ fields }: AlbumForm): readonly string[] => fields.tracks.items.map((track) => track.fields.name.id);

const blue = form(Album, { ...as, values: { title: "Blue", tracks: [{ name: "Carey" }, { name: "River" }] } });

test("each row says which one it is, and every button what it does", () => {
  const page = print(rowsOf(blue));
  const hidden = [...page.matchAll(/type="hidden" name="([^"]*)" value="(\d)"/g)].map(
    ([, name, value]) => `${name}=${value}`,
  );
  assert.deepEqual(hidden, [
    "album[_sort_tracks][]=0",
    "album[tracks][0][_persistent_id]=0",
    "album[_sort_tracks][]=1",
    "album[tracks][1][_persistent_id]=1",
  ]);
  assert.deepEqual(buttons(page, "Remove"), [
    ["album[_drop_tracks][]", "0"],
    ["album[_drop_tracks][]", "1"],
  ]);
  assert.deepEqual(buttons(page, "Up"), [["album[_up_tracks][]", "1"]]);
  assert.deepEqual(buttons(page, "Add"), [["album[_sort_tracks][]", "new"]]);
});

test("Enter in an input presses a button that only submits", () => {
  assert.match(print(rowsOf(blue)), /^<input type="hidden"[^>]*>\s*<button type="submit" hidden tabindex="-1"/);
});

test("pressed buttons give a form with other rows that goes on: no output, no errors", () => {
  const added = press(print(rowsOf(blue)), "Add");
  assert.deepEqual(trackNames(added), ["Carey", "River", ""]);
  assert.deepEqual([added.output, added.submitted, added.valid], [null, false, false]);
  assert.deepEqual(added.fields.tracks.items[2]?.fields.name.errors, []);
  const dropped = press(print(rowsOf(added)), "Remove", 0);
  assert.deepEqual(trackNames(dropped), ["River", ""]);
  const moved = press(print(rowsOf(dropped)), "Up", 0);
  assert.deepEqual(trackNames(moved), ["", "River"]);
});

test("an input's id goes with its row, its name with its place", () => {
  assert.deepEqual(trackIds(blue), ["album_tracks_0_name", "album_tracks_1_name"]);
  const dropped = press(print(rowsOf(blue)), "Remove", 0);
  assert.deepEqual(trackIds(dropped), ["album_tracks_1_name"]);
  assert.deepEqual(dropped.fields.tracks.items[0]?.fields.name.name, "album[tracks][0][name]");
  const added = press(print(rowsOf(dropped)), "Add");
  assert.deepEqual(trackIds(added), ["album_tracks_1_name", "album_tracks_2_name"]);
});

test("a form sent as it was printed has its rows and nothing of the marks", () => {
  const sent = send(`${bodyOf(print(rowsOf(blue)))}&album[title]=Blue`);
  assert.deepEqual(sent.output, { title: "Blue", tracks: [{ name: "Carey" }, { name: "River" }] });
  assert.equal(sent.submitted, true);
});

test("errors of rows and of the list stand at their places", () => {
  const none = send("album[title]=Blue&album[_drop_tracks][]=");
  assert.deepEqual(none.fields.tracks.errors, ["are missing"]);
  const one = send("album[title]=Blue&album[_drop_tracks][]=&album[tracks][0][name]=x&album[tracks][1][name]=");
  assert.deepEqual(
    one.fields.tracks.items.map((track) => track.fields.name.errors),
    [[], ["has no name"]],
  );
  const taken = blue.withError("tracks.1.name", "is taken").withErrors({ tracks: ["are too many"] });
  assert.deepEqual([taken.field("tracks.1.name").errors, taken.fields.tracks.errors], [["is taken"], ["are too many"]]);
});

test("while somebody types, a new row and an empty list are left in peace until they were touched", () => {
  const typing = "album[title]=B&album[_drop_tracks][]=";
  const row = "&album[tracks][0][_persistent_id]=0&album[tracks][0][_unused_name]=&album[tracks][0][name]=";
  assert.deepEqual(send(typing, ["album", "title"]).fields.tracks.errors, []);
  const added = send(`${typing}&album[_sort_tracks][]=0${row}`, ["album", "title"]);
  assert.deepEqual([added.fields.tracks.errors, added.fields.tracks.items[0]?.fields.name.errors], [[], []]);
  const emptied = send(`${typing}0&album[_sort_tracks][]=0${row}`, ["album", "_drop_tracks"]);
  assert.deepEqual(emptied.fields.tracks.errors, ["are missing"]);
});

test("fields are found by typed paths", () => {
  assert.equal(blue.field("tracks.1.name").id, "album_tracks_1_name");
  assert.equal(blue.field("title").value, "Blue");
  assert.equal(blue.field("tracks.9.name").value, "");
  // @ts-expect-error no such input
  assert.equal(blue.field("tracks.0.title").value, "");
});
