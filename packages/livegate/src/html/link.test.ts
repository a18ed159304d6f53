import assert from "node:assert/strict";
import { test } from "node:test";
import { Path } from "../paths/path.ts";
import { jsonScript } from "./json-script.ts";
import { type LinkOptions, link } from "./link.ts";
import { printHtml } from "./print-html.ts";

const context = { csrfToken: "TOKEN", nonce: "n", base: "/app", development: false };
const print = (options: LinkOptions): string =>
  printHtml(link(options, "Go"), context).replace(/\s+/g, " ").replaceAll("> ", ">").replaceAll(" <", "<");

test("a link to a live view says how the client gets there", () => {
  assert.equal(
    print({ navigate: new Path("/x") }),
    '<a href="/app/x" data-phx-link="redirect" data-phx-link-state="push">Go</a>',
  );
  assert.equal(
    print({ patch: "/x?a=1", replace: true, class: ["a", null], id: "l", rest: { "aria-current": "page" } }),
    '<a href="/x?a=1" data-phx-link="patch" data-phx-link-state="replace" id="l" class="a" aria-current="page">Go</a>',
  );
});

test("a plain link is a plain link", () => {
  assert.equal(print({ href: "https://a.example/", class: "b" }), '<a href="https://a.example/" class="b">Go</a>');
  assert.equal(print({ href: new Path("/x"), method: "get" }), '<a href="/app/x">Go</a>');
  assert.equal(print({ href: "javascript:alert(1)" }), '<a href="about:invalid">Go</a>');
});

test("a link with a method is a form with the token and a button", () => {
  assert.equal(
    print({ href: new Path("/x"), method: "delete", confirm: "Sure?", class: "b", id: "l" }),
    '<form class="link-form" action="/app/x" method="post" data-confirm="Sure?">' +
      '<input type="hidden" name="_method" value="delete" /><input type="hidden" name="_csrf_token" value="TOKEN" />' +
      '<button type="submit" id="l" class="b">Go</button></form>',
  );
  assert.doesNotMatch(print({ href: "/x", method: "post" }), /_method|data-confirm/);
});

test("a link without a target, or with two, throws", () => {
  const none = {} as unknown as LinkOptions;
  const both = { href: "/x", patch: "/y" } as unknown as LinkOptions;
  for (const options of [none, both]) assert.throws(() => link(options, "Go"), { code: "LG_LINK" });
});

test("data for a script can't close its element, and comes out as it went in", () => {
  const data = { text: "</script><!-- & \u2028", list: [1, null] };
  const text = printHtml(jsonScript('a"b', data), context);
  const inner = /^<script type="application\/json" id="a&quot;b">(.*)<\/script>$/s.exec(text)?.[1] ?? "";
  assert.doesNotMatch(inner, /[<>&\u2028]/);
  assert.deepEqual(JSON.parse(inner), data);
  assert.match(printHtml(jsonScript("a", undefined), context), />null</);
});
