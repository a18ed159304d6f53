import assert from "node:assert/strict";
import { test } from "node:test";
import { attrs } from "../html/attrs.ts";
import type { Html } from "../html/brand.ts";
import { each, row } from "../html/each.ts";
import { html as h } from "../html/html.ts";
import { link } from "../html/link.ts";
import { printHtml } from "../html/print-html.ts";
import { printDiff } from "./print-diff.ts";
import { printFull } from "./print-full.ts";
import { joinStockClient } from "./stock-client.fixture.ts";

const context = { csrfToken: "t", nonce: "n", base: "", development: true };

const PAYLOADS = [
  "<script>alert(1)</script>",
  "</textarea><script>alert(1)</script>",
  "</title><img src=x onerror=alert(1)>",
  `"><img src=x onerror=alert(1)>`,
  `" onmouseover="alert(1)`,
  `' onmouseover='alert(1)`,
  "x onmouseover=alert(1)",
  "--><script>alert(1)</script>",
  "]]><script>alert(1)</script>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "&quot; autofocus onfocus=alert(1) x=&quot;",
  "${alert(1)} {{alert(1)}} `",
  '\\" onmouseover=alert(1) \\',
  "\\u003cscript\\u003e \\",
  "\u0000<\u0001b\u001f>\u2028\u2029\ufeff",
  "\ud800<b>\udc00",
  "%3Cscript%3E%22",
  "javascript:alert(1)",
  " \tjava\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  "JaVaScRiPt&colon;alert(1)",
  "vbscript:msgbox(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:image/svg+xml,<svg onload=alert(1)>",
  "livescript:x",
  "//evil.example/x",
];

type Context = (value: string) => Html;

const TitledRow = row((value: string) => h`<li title=${value}>${value}</li>`);

const texts: Record<string, Context> = {
  text: (value) => h`<p>${value}</p>`,
  array: (value) => h`<p>${["a", value]}</p>`,
  "array of templates": (value) => h`<p>${[h`<b>${value}</b>`]}</p>`,
  "list of pure rows": (value) => h`<ul>${each([value], () => 1, TitledRow)}</ul>`,
  "list of plain rows": (value) =>
    h`<ul>${each(
      [value],
      () => 1,
      (text) => h`<li>${text}</li>`,
    )}</ul>`,
  textarea: (value) => h`<textarea>${value}</textarea>`,
  title: (value) => h`<title>a ${value}</title>`,
  "link content": (value) => link({ navigate: "/x", rest: { "aria-label": value } }, value),
};

const attributes: Record<string, Context> = {
  "whole attribute": (value) => h`<b title=${value}></b>`,
  "quoted attribute": (value) => h`<b title='${value}'></b>`,
  "part of an attribute": (value) => h`<b class='a ${value} b'></b>`,
  "part of a bare attribute": (value) => h`<b class=a-${value}></b>`,
  "class list": (value) => h`<b class=${["a", value]}></b>`,
  spread: (value) => h`<b ${attrs({ title: value })}></b>`,
  "phx-value": (value) => h`<b phx-value-x=${value}></b>`,
  "later part of a URL": (value) => h`<a href="/x?q=${value}">x</a>`,
};

const urls: Record<string, Context> = {
  href: (value) => h`<a href=${value}>x</a>`,
  "quoted href": (value) => h`<a href="${value}">x</a>`,
  "start of an href": (value) => h`<a href="${value}/x">x</a>`,
  action: (value) => h`<form action=${value}></form>`,
  formaction: (value) => h`<input formaction=${value}>`,
  "script src": (value) => h`<script src=${value}></script>`,
  "xlink:href": (value) => h`<svg><a xlink:href=${value}></a></svg>`,
  "SVG animation": (value) => h`<svg><set attributeName="href" to=${value} /></svg>`,
  "spread href": (value) => h`<a ${attrs({ HREF: value })}>x</a>`,
  "link href": (value) => link({ href: value }, "x"),
  "link with a method": (value) => link({ href: value, method: "delete" }, "x"),
};

/** What a browser reads of printed text. */
const decoded = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

/** A page's markup without its texts: what must not depend on a value. */
const skeleton = (page: string): string => page.replace(/"[^"]*"/g, '""').replace(/>[^<]*</g, "><");

const SCRIPTING = /["=]\s*(?:javascript|vbscript|livescript|data):/i;

for (const [name, page] of Object.entries({ ...texts, ...attributes, ...urls })) {
  test(`nothing that is filled in as ${name} gets out of its place, over HTTP or over the socket`, () => {
    for (const payload of PAYLOADS) {
      const printed = printHtml(page(payload), context);
      assert.equal(skeleton(printed), skeleton(printHtml(page("harmless"), context)), payload);
      if (!(name in urls)) assert.ok(decoded(printed).includes(payload), printed);
      // oxlint-disable-next-line no-control-regex
      else assert.doesNotMatch(printed.replace(/[\u0000-\u0020]/g, ""), SCRIPTING, printed);
      const joined = joinStockClient(JSON.parse(`{${printFull(page(payload), context)}}`), assert.equal);
      assert.equal(joined.print(true), printed);
      const patched = joinStockClient(JSON.parse(`{${printFull(page("harmless"), context)}}`), assert.equal);
      patched.mergeDiff(JSON.parse(`{${printDiff(page("harmless"), page(payload), context)}}`));
      assert.equal(patched.print(false), printed);
    }
  });
}

test("images may have data of images, and links to other sites keep their scheme", () => {
  const image = "data:image/png;base64,AAAA";
  assert.equal(printHtml(h`<img src=${image}>`, context), `<img src="${image}">`);
  assert.equal(printHtml(h`<a href=${image}>x</a>`, context), '<a href="about:invalid">x</a>');
  for (const url of [
    "https://a.example/?a=b:c",
    "mailto:a@b.example",
    "tel:+1",
    "/a:b",
    "#a:b",
    "?a=javascript:1",
    "",
  ]) {
    assert.equal(printHtml(h`<a href=${url}>x</a>`, context), `<a href="${url}">x</a>`);
  }
});

test("a blocked start of a URL can't be completed by the text after it", () => {
  assert.equal(
    printHtml(h`<a href="${"javascript"}:alert(1)">x</a>`, context),
    '<a href="about:invalid:alert(1)">x</a>',
  );
  assert.equal(
    printHtml(h`<a href="${"javascript"}&#58;alert(1)">x</a>`, context),
    '<a href="about:invalid&#58;alert(1)">x</a>',
  );
});
