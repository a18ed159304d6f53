import assert from "node:assert/strict";
import { test } from "node:test";
import { html } from "./html.ts";
import { portal } from "./portal.ts";
import { printHtml } from "./print-html.ts";

const context = { csrfToken: "", nonce: "", base: "", development: true };

test("a portal is a template with one element in it, which has an id", () => {
  const tooltip = portal({ id: "help", target: "#tips", children: html`<b>Of the first pressing</b>` });
  assert.equal(
    printHtml(tooltip, context),
    '<template id="help" data-phx-portal="#tips"><div id="_lv_portal_wrap_help"><b>Of the first pressing</b></div></template>',
  );
});

test("a portal's element has its classes, and its target is escaped", () => {
  const text = printHtml(portal({ id: "a", target: '[data-x="1"]', class: ["z-10", "w-full"], children: "" }), context);
  assert.match(text, /data-phx-portal="\[data-x=&quot;1&quot;\]"><div id="_lv_portal_wrap_a" class="z-10 w-full">/);
});
