import assert from "node:assert/strict";
import { test } from "node:test";
import { html } from "../html/html.ts";
import { Form, parseForm } from "../html/form.ts";
import { type Example, GallerySchema, codeOf, galleryForm, galleryFormOptions } from "./gallery.ts";

test("an example's code stands at the margin, without the arrow before it", () => {
  const example: Example = {
    title: "Two lines",
    render: ({ page }) => html`
      <p>
        ${page}
      </p>
    `,
  };
  assert.equal(codeOf(example), "html`\n  <p>\n    ${page}\n  </p>\n`");
  assert.equal(codeOf({ title: "One", render: () => html`<p>1</p>` }), "html`<p>1</p>`");
});

test("the gallery's form says what it lacks, and takes whatever is sent", () => {
  assert.deepEqual(galleryForm().fields.tracks.items.length, 2);
  for (const sent of [
    {},
    { album: { tracks: "x" } },
    { album: { tracks: ["x", {}] } },
    { album: { title: ["x"] } },
    null,
  ]) {
    const parsed = parseForm(GallerySchema, galleryFormOptions, sent);
    assert.ok(parsed instanceof Form);
    assert.deepEqual(parsed.fields.genre.errors, ["Pick a genre."]);
  }
});
