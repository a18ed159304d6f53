import assert from "node:assert/strict";
import { test } from "node:test";
import { attrs } from "./attrs.ts";
import type { Html } from "./brand.ts";
import { EventRef } from "./event-ref.ts";
import { html as h } from "./html.ts";
import { js } from "./js.ts";
import type { EventTargets, PrintContext } from "./print-context.ts";
import { printHtml } from "./print-html.ts";

const own = new EventRef<"own", void>("own");
const other = new EventRef<"other", void>("other");
/** The view's. */
const top = new EventRef<"top", void>("top");

const targets: EventTargets = {
  cid: 5,
  targetOf: (event) => (event === own ? 5 : event === other ? 3 : null),
};
const context: PrintContext = { csrfToken: "", nonce: "", base: "", development: true, targets };
const print = (page: Html): string => printHtml(page, context);

test("an event goes to the component that declares it, and the view's to the view", () => {
  assert.equal(print(h`<b phx-click=${own}></b>`), '<b phx-click="own" phx-target="5"></b>');
  assert.equal(print(h`<b phx-click="${other}"></b>`), '<b phx-click="other" phx-target="3"></b>');
  assert.equal(print(h`<b phx-click=${top}></b>`), '<b phx-click="top"></b>');
});

test("so do the events of commands, unless they have a target of their own", () => {
  const json = (event: string) => `[[&quot;push&quot;,{&quot;event&quot;:&quot;${event}&quot;`;
  assert.equal(print(h`<b phx-click=${js.hide().push(own)}></b>`).includes('phx-target="5"'), true);
  assert.ok(print(h`<b phx-click=${js.push(own)}></b>`).startsWith(`<b phx-click="${json("own")}}]]" phx-target="5">`));
  assert.doesNotMatch(print(h`<b phx-click=${js.push(own, undefined, { target: "#x" })}></b>`), /phx-target/);
  assert.doesNotMatch(print(h`<b phx-click=${js.hide()}></b>`), /phx-target/);
});

test("a tag says it once for all of its events", () => {
  const form = h`<form phx-change=${own} phx-submit=${own} ${attrs({ "phx-blur": own })}></form>`;
  assert.equal(print(form), '<form phx-change="own" phx-target="5" phx-submit="own" phx-blur="own"></form>');
  assert.equal(print(h`<b phx-click=${null} phx-blur=${own}></b>`), '<b phx-target="5" phx-blur="own"></b>');
});

test("spread attributes say it where nothing else in the tag does", () => {
  const spread = attrs({ class: "x", "phx-click": own });
  assert.equal(print(h`<b ${spread}></b>`), '<b class="x" phx-click="own" phx-target="5"></b>');
  assert.equal(print(h`<b ${attrs({ class: "x" })}></b>`), '<b class="x"></b>');
  const said = attrs({ "phx-click": own, "phx-target": "#me" });
  assert.equal(print(h`<b ${said}></b>`), '<b phx-click="own" phx-target="#me"></b>');
});

test("what an author says holds", () => {
  assert.equal(print(h`<b phx-target="#me" phx-click=${own}></b>`), '<b phx-target="#me" phx-click="own"></b>');
  assert.equal(print(h`<b phx-click=${own} phx-target=${7}></b>`), '<b phx-click="own" phx-target="7"></b>');
});

test("events of two owners in one command are refused", () => {
  const both = h`<b phx-click=${js.push(own).push(top)}></b>`;
  assert.throws(() => print(both), { code: "LG_EVENT_OWNER" });
  assert.throws(() => print(h`<b ${attrs({ "phx-click": own, "phx-blur": other })}></b>`), { code: "LG_EVENT_OWNER" });
});

test("outside of components an event's attribute is all there is", () => {
  assert.equal(printHtml(h`<b phx-click=${own}></b>`, { ...context, targets: undefined }), '<b phx-click="own"></b>');
});
