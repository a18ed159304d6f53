import assert from "node:assert/strict";
import { test } from "node:test";
import { addLayoutSheet } from "./add-layout-sheet.ts";
import { edited, refusal } from "./edited.fixture.ts";

const sheet = addLayoutSheet({ sheet: "askSheet", values: ["held", "currentUser"] });

test("live layouts take what is held, and print the sheet last; page layouts stay", () => {
  assert.equal(
    edited("liveLayout({ needs: [], render: ({ inner, currentUser }) => html`<p>${inner}</p>` });\n", sheet),
    "liveLayout({ needs: [], render: ({ inner, currentUser, held }) => html`<p>${inner}</p> ${askSheet(held, currentUser)}` });\n",
  );
  const page = "pageLayout({ render: ({ inner }) => html`${inner}` });\n";
  const live = "liveLayout({\n  render: ({ inner, ...rest }) => html`\n    ${inner}\n  `,\n});\n";
  assert.equal(
    edited(page + live, sheet),
    `${page}liveLayout({\n  render: ({ inner, held, ...rest }) => html\`\n    \${inner} \${askSheet(held, currentUser)}\n  \`,\n});\n`,
  );
});

test("a layout of another shape is refused", () => {
  assert.match(refusal("liveLayout(options)", sheet), /a layout isn't written as/);
  assert.match(refusal("pageLayout({ render: ({ inner }) => html`` })", sheet), /no liveLayout/);
});
