import assert from "node:assert/strict";
import { test } from "node:test";
import { LivegateError } from "../errors/livegate-error.ts";
import { Path } from "../paths/path.ts";
import { attrs } from "./attrs.ts";
import type { Html } from "./brand.ts";
import { each, row } from "./each.ts";
import { EventRef } from "./event-ref.ts";
import { html as h } from "./html.ts";
import { js } from "./js.ts";
import { csrfToken, nonce } from "./page-constants.ts";
import { printHtml } from "./print-html.ts";
import { raw } from "./raw.ts";
import type { Slot } from "./slot.ts";
import { when } from "./when.ts";

const context = { csrfToken: 'T"1', nonce: "N", base: "/app", development: false };
const print = (page: Html): string => printHtml(page, context);

test("text is escaped, and what says nothing prints nothing", () => {
  assert.equal(print(h`<b>${"<i> & \"'"}</b>`), "<b>&lt;i&gt; &amp; &quot;'</b>");
  assert.equal(print(h`${null}${undefined}${true}${false}|${0}|${-1.5}|${12n}`), "|0|-1.5|12");
});

test("templates, arrays and raw HTML nest", () => {
  const items = ["a", "<b>"].map((item) => h`<li>${item}</li>`);
  assert.equal(print(h`<ul>${items}</ul>`), "<ul><li>a</li><li>&lt;b&gt;</li></ul>");
  assert.equal(print(h`${["a", 1, null, ["<", false]]}${raw("<hr>")}${[raw("<br>"), h`x`]}`), "a1&lt;<hr><br>x");
  assert.equal(print(raw("<hr>")), "<hr>");
});

test("a whole attribute is left out for null and false, and bare for true", () => {
  const button = (value: Slot) => print(h`<button disabled=${value} class="b">`);
  assert.equal(button(null), '<button class="b">');
  assert.equal(button(undefined), '<button class="b">');
  assert.equal(button(false), '<button class="b">');
  assert.equal(button(true), '<button disabled class="b">');
  assert.equal(button(""), '<button disabled="" class="b">');
  assert.equal(button(0), '<button disabled="0" class="b">');
  assert.equal(button('a"b'), '<button disabled="a&quot;b" class="b">');
});

test("attributes whose values are words print true and false", () => {
  assert.equal(
    print(h`<b aria-expanded=${false} draggable=${true} aria-label=${null}>`),
    '<b aria-expanded="false" draggable="true">',
  );
});

test("a list of classes is joined without what is empty", () => {
  const on = false as boolean;
  assert.equal(print(h`<b class=${["a", on && "x", ["b", null], "c"]}>`), '<b class="a b c">');
  assert.equal(print(h`<b class="a ${["b", undefined]} ${null}">`), '<b class="a b ">');
});

test("attrs() prints each attribute by the rules of its name", () => {
  const rest = { "data-a": '"', hidden: true, title: null, href: "javascript:x", class: ["a", "b"], "@click": "open" };
  assert.equal(
    print(h`<a ${attrs(rest)} id="x">`),
    '<a data-a="&quot;" hidden href="about:invalid" class="a b" @click="open" id="x">',
  );
  assert.equal(print(h`<a ${attrs(undefined)} ${null}>`), "<a>");
});

test("attrs() refuses names that no attribute may have", () => {
  for (const name of ["onclick", "ONLOAD", "style", "srcdoc", "a b", 'a"', "a=b", "", "1", "a>"]) {
    assert.throws(() => attrs({ [name]: "x" }), { code: "LG_ATTRIBUTE_NAME" }, name);
  }
});

test("paths take the base, and event references, commands and page constants print their text", () => {
  assert.equal(
    print(h`<a href=${new Path("/x?a=1&b")}>${new Path("/y")}</a>`),
    '<a href="/app/x?a=1&amp;b">/app/y</a>',
  );
  assert.equal(print(h`<b phx-click=${new EventRef("save")}>`), '<b phx-click="save">');
  const commands = js.hide({ to: "#a" });
  assert.equal(
    print(h`<b phx-click=${commands}>`),
    '<b phx-click="[[&quot;hide&quot;,{&quot;to&quot;:&quot;#a&quot;}]]">',
  );
  assert.equal(
    print(h`<meta content=${csrfToken}><script nonce=${nonce}></script>`),
    '<meta content="T&quot;1"><script nonce="N"></script>',
  );
});

test("a text that looks like client commands is refused where the client would run it", () => {
  const commands = '[["exec",{"attr":"x"}]]';
  assert.throws(() => print(h`<b phx-click=${commands}>`), { code: "LG_TEMPLATE_VALUE" });
  assert.throws(() => print(h`<b phx-mounted=${` ${commands}`}>`), { code: "LG_TEMPLATE_VALUE" });
  assert.throws(() => print(h`<b phx-click="${"["}${"["}">`), { code: "LG_TEMPLATE_VALUE" });
  assert.throws(() => print(h`<b ${attrs({ "phx-click": commands })}>`), { code: "LG_TEMPLATE_VALUE" });
  assert.ok(print(h`<b phx-value-a=${commands}>`).includes("phx-value-a"));
});

test("when() narrows its value and prints nothing without another branch", () => {
  const user = { name: "Ada" } as { readonly name: string } | null;
  assert.equal(print(h`${when(user, ({ name }) => h`<b>${name}</b>`)}`), "<b>Ada</b>");
  assert.equal(print(h`${when(0, () => "some")}`), "");
  assert.equal(
    print(
      h`${when(
        "",
        () => "some",
        () => "none",
      )}`,
    ),
    "none",
  );
});

test("what can't be printed throws with file, line and slot, and without the value", () => {
  const secret = "hunter2";
  const wrong: readonly unknown[] = [
    new Date(0),
    { secret },
    Promise.resolve(secret),
    () => secret,
    Symbol(secret),
    new Map(),
  ];
  for (const value of wrong) {
    for (const page of [h`<b>${value as Slot}</b>`, h`<b id=${value as Slot}>`, h`<b class="a ${value as Slot}">`]) {
      assert.throws(
        () => print(page),
        (error) => {
          assert.ok(error instanceof LivegateError && error.code === "LG_TEMPLATE_VALUE");
          assert.match(error.message, /html\.test\.ts:\d+, slot 1 \(after "<b/);
          assert.ok(!error.message.includes(secret));
          return true;
        },
      );
    }
  }
});

test("a text where attributes are spread is answered with how to print attributes", () => {
  assert.throws(() => print(h`<h1 ${"title"}>`), { code: "LG_TEMPLATE_VALUE", remedy: /\$\{attrs\(/ });
});

test("what can't be printed doesn't compile", () => {
  const pages = [
    // @ts-expect-error a date has no text of its own
    () => h`${new Date(0)}`,
    // @ts-expect-error nor has an object
    () => h`${{ a: 1 }}`,
    // @ts-expect-error a promise is awaited first
    () => h`${Promise.resolve("a")}`,
    // @ts-expect-error a function is called first
    () => h`${() => "a"}`,
    // @ts-expect-error nor is any of them hidden in an array
    () => h`${["a", [new Date(0)]]}`,
    // @ts-expect-error or in attributes
    () => h`<b ${attrs({ title: h`x` })}></b>`,
  ];
  for (const page of pages) assert.throws(() => print(page()), { code: "LG_TEMPLATE_VALUE" });
});

test("the payload of js.push is typed by its event", () => {
  const inc = new EventRef<"inc", void>("inc");
  const rename = new EventRef<"rename", { readonly id: number }>("rename");
  js.push(inc).push(rename, { id: 1 });
  // @ts-expect-error a payload is missing
  js.push(rename);
  // @ts-expect-error a payload of another type
  js.push(rename, { id: "1" });
  // @ts-expect-error a payload that the event doesn't take
  js.push(inc, { id: 1 });
});

test("rows and their props are typed", () => {
  const Numbered = row((text: string, props: { readonly n: number }) => h`${props.n} ${text}`);
  const Plain = row((text: string) => h`${text}`);
  const key = (text: string) => text;
  assert.equal(print(each(["a"], key, Numbered, { n: 1 })), "1 a");
  assert.equal(print(each(["a"], key, Plain)), "a");
  assert.equal(print(each(["a"], key, (text, index) => h`${index}${text}`)), "0a");
  // @ts-expect-error the props are missing
  each(["a"], key, Numbered);
  // @ts-expect-error props of another type
  each(["a"], key, Numbered, { n: "1" });
  // @ts-expect-error rows of other items
  each([1], (item) => item, Plain);
});

test("a title takes text, and a list of texts", () => {
  assert.equal(
    print(h`<title>${["a", 1, null]} · ${"</title><b>"}</title>`),
    "<title>a1 · &lt;/title&gt;&lt;b&gt;</title>",
  );
});

test("templates have no place in attributes, in a title or in a textarea", () => {
  const part = h`<b></b>`;
  for (const page of [
    h`<i title=${part}></i>`,
    h`<i title="a ${raw("x")}"></i>`,
    h`<title>${part}</title>`,
    h`<textarea>${[part]}</textarea>`,
    h`<i ${"id"}></i>`,
    h`<i ${part}></i>`,
    h`${attrs({}) as Slot}`,
  ]) {
    assert.throws(() => print(page), { code: "LG_TEMPLATE_VALUE" });
  }
});

test("a refused template throws at its first use, with the file and line of the call", () => {
  assert.throws(() => h`<b>${1}</b><script>${2}</script>`, {
    code: "LG_TEMPLATE_SLOT",
    message:
      /The template at .*html\.test\.ts:\d+ was refused near slot 2 \(after "<\/b><script>"\): a slot stands in <script>/,
  });
});
