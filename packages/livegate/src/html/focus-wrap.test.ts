import assert from "node:assert/strict";
import { test } from "node:test";
import { focusWrap } from "./focus-wrap.ts";
import { html } from "./html.ts";
import { printHtml } from "./print-html.ts";

const context = { csrfToken: "", nonce: "", base: "", development: true };

test("what keeps the focus has the client's hook, and a stop for it before and behind", () => {
  const text = printHtml(
    focusWrap({ id: "box", class: "card", rest: { role: "dialog" }, children: html`<button>Close</button>` }),
    context,
  );
  assert.equal(
    text.replaceAll(/>\s+/g, ">"),
    '<div id="box" class="card" phx-hook="Phoenix.FocusWrap" role="dialog">' +
      '<div id="box-start" tabindex="0" aria-hidden="true"></div><button>Close</button>' +
      '<div id="box-end" tabindex="0" aria-hidden="true"></div></div>',
  );
});
