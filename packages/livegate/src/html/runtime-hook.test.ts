import assert from "node:assert/strict";
import { test } from "node:test";
import { html } from "./html.ts";
import { printHtml } from "./print-html.ts";
import { runtimeHook } from "./runtime-hook.ts";

const context = { csrfToken: "", nonce: "n-1", base: "", development: true };

test("a hook of the page's own is a script under the page's nonce, by the name that the client looks for", () => {
  assert.equal(
    printHtml(runtimeHook("Shop.Shout", "{ mounted() { this.el.hidden = 1 < 2; } }"), context),
    '<script data-phx-runtime-hook="Shop.Shout" nonce="n-1">' +
      'window["phx_hook_Shop.Shout"] = () => ({ mounted() { this.el.hidden = 1 < 2; } });</script>',
  );
});

test("it stands in a template like anything else", () => {
  assert.match(printHtml(html`<div>${runtimeHook("A", "{}")}</div>`, context), /^<div><script .*<\/script><\/div>$/);
});

test("a name or a code that can't stand in a script is the programmer's mistake", () => {
  for (const name of ["", "1a", 'a"b', "a]b", "<b>"]) {
    assert.throws(() => runtimeHook(name, "{}"), { code: "LG_RUNTIME_HOOK" }, name);
  }
  for (const code of ["{ a: '</script>' }", "{ a: '<!--' }", "{ a: '<SCRIPT' }"]) {
    assert.throws(() => runtimeHook("A", code), { code: "LG_RUNTIME_HOOK" }, code);
  }
});
