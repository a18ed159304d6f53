import assert from "node:assert/strict";
import { test } from "node:test";
import { parseLivePage } from "./live-page.ts";

test("the main view's tokens and the page's CSRF token are found, unescaped", () => {
  const page = parseLivePage(
    '<meta name="csrf-token" content="a&amp;b"><div id="phx-1" data-phx-main data-phx-session="s&quot;&#39;" data-phx-static="t">',
  );
  assert.deepEqual(page, { id: "phx-1", session: "s\"'", statics: "t", csrf: "a&b" });
});

test("an empty static token is null", () => {
  assert.equal(parseLivePage('<div id="x" data-phx-main="" data-phx-session="s" data-phx-static="">').statics, null);
});

test("a page without a live view throws", () => {
  assert.throws(() => parseLivePage("<p>hello</p>"), /data-phx-main/);
});
