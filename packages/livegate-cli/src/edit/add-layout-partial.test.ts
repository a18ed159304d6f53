import assert from "node:assert/strict";
import { test } from "node:test";
import { addLayoutPartial } from "./add-layout-partial.ts";
import { edited, refusal } from "./edited.fixture.ts";

const menu = addLayoutPartial({
  guard: "fetchCurrentUser",
  value: "currentUser",
  partial: "userMenu",
  frame: "pageFrame",
});

test("live and page layouts need the guard, take its value, and hand the partial to the frame", () => {
  const layout = (needs: string, value: string, menuArgument: string): string =>
    ["liveLayout", "pageLayout"]
      .map(
        (name) =>
          `export const ${name.slice(0, 4)} = ${name}({\n  needs: [${needs}],\n  render: ({ inner, flash${value} }) => html\`\${pageFrame(inner${menuArgument})} \${notices(flash)}\`,\n});\n`,
      )
      .join("\n");
  assert.equal(
    edited(layout("", "", ""), menu),
    layout("fetchCurrentUser", ", currentUser", ", userMenu(currentUser)"),
  );
});

test("where no frame is called, the partial is the first thing that is printed", () => {
  assert.equal(
    edited("liveLayout({ needs: [a], render: ({ inner }) => html`<main>${inner}</main>` });", menu),
    "liveLayout({ needs: [a, fetchCurrentUser], render: ({ inner, currentUser }) => html`${userMenu(currentUser)} <main>${inner}</main>` });",
  );
  assert.match(
    edited("liveLayout({\n  render: ({ ...all }) => html`\n    <p>${all.inner}</p>`,\n});\n", menu),
    /needs: \[fetchCurrentUser\],\n {2}render: \(\{ currentUser, \.\.\.all \}\) => html`\n {4}\$\{userMenu\(currentUser\)\}\n {4}<p>/,
  );
});

test("a layout of another shape is refused", () => {
  for (const layout of [
    "liveLayout(options)",
    "liveLayout({ needs, render })",
    "pageLayout({ render: (all) => html`` })",
  ]) {
    assert.match(refusal(layout, menu), /a layout isn't written as/);
  }
  assert.match(refusal("", menu), /no liveLayout/);
});
