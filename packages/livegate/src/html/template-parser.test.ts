import assert from "node:assert/strict";
import { test } from "node:test";
import { TemplateRefusal, parseTemplate } from "./template-parser.ts";

const parse = (strings: TemplateStringsArray, ..._slots: readonly unknown[]) => parseTemplate(strings);
const kinds = (strings: TemplateStringsArray, ..._slots: readonly unknown[]) =>
  parseTemplate(strings).places.map((place) => place.kind);
const refusal = (strings: TemplateStringsArray, ..._slots: readonly unknown[]): string => {
  try {
    parseTemplate(strings);
  } catch (error) {
    assert.ok(error instanceof TemplateRefusal);
    return error.message;
  }
  return "nothing";
};

test("every place of a slot is told apart", () => {
  assert.deepEqual(kinds`${1}<b>${2}</b>${3}`, ["text", "text", "text"]);
  assert.deepEqual(kinds`<a href=${1} class="x ${2}" id='${3}' ${4}>`, ["attribute", "part", "attribute", "spread"]);
  assert.deepEqual(kinds`<title>${1}</title><textarea name=t>a ${2}</textarea>`, ["rcdata", "rcdata"]);
  assert.deepEqual(kinds`<input value=${1}><br class=${2}/><p>1 < 2 ${3}</p>`, ["attribute", "attribute", "text"]);
});

test("a whole attribute leaves its name to the slot, however it is quoted", () => {
  for (const { statics, places } of [parse`<a href=${1}>x`, parse`<a href="${1}">x`, parse`<a   href = '${1}'>x`]) {
    assert.deepEqual(statics, ["<a", ">x"]);
    assert.equal(places[0]?.open, ' href="');
  }
});

test("the parts of an attribute's value stand in double quotes, however they were written", () => {
  assert.deepEqual(parse`<a class="a ${1} b">`.statics, ['<a class="a ', ' b">']);
  assert.deepEqual(parse`<a class='a "${1}"'>`.statics, ['<a class="a &quot;', '&quot;">']);
  assert.deepEqual(parse`<a class=a-${1}-b id=x>`.statics, ['<a class="a-', '-b" id=x>']);
  assert.deepEqual(parse`<a class=${1}${2}>`.statics, ['<a class="', "", '">']);
});

test("other markup is printed as written", () => {
  const text = `<!doctype html><!-- <b> --><script>if (a < b) "</b>"</script><pre>\n  x</pre><svg><path d='M0 0'/></svg>&amp;`;
  assert.deepEqual(parseTemplate([text]).statics, [text]);
});

test("white space in a tag is one space, or none at its end", () => {
  assert.deepEqual(parse`<a\n    class="b"\n    ${1}\n    id=c\n  ></a\n>`.statics, ['<a class="b"', " id=c></a>"]);
  assert.deepEqual(parse`<a href=x /></a >`.statics, ["<a href=x /></a>"]);
});

test("a value that starts a textarea keeps its first newline", () => {
  assert.deepEqual(parse`<textarea>${1}</textarea>`.statics, ["<textarea>\n", "</textarea>"]);
  assert.deepEqual(parse`<textarea>a${1}</textarea>`.statics, ["<textarea>a", "</textarea>"]);
});

test("slots are refused where a value can't be made safe", () => {
  assert.match(refusal`<script>let a = ${1}</script>`, /a slot stands in <script>; .* jsonScript/);
  assert.match(refusal`<STYLE>${1}</STYLE>`, /a slot stands in <style>/);
  assert.match(refusal`<iframe>${1}</iframe>`, /a slot stands in <iframe>/);
  assert.match(refusal`<!-- ${1} -->`, /a slot stands in a comment/);
  assert.match(refusal`<!doctype ${1}>`, /a slot stands in a declaration/);
  assert.match(refusal`<${"b"}>`, /a slot stands in the name of a tag/);
  assert.match(refusal`<h${1}>`, /a slot stands in the name of a tag/);
  assert.match(refusal`</${"b"}>`, /a slot stands in a closing tag/);
  assert.match(refusal`<b ${"id"}=x>`, /a slot stands in the name of an attribute/);
  assert.match(refusal`<b data-${1}="x">`, /a slot stands in the name of an attribute/);
  assert.match(refusal`<b "${1}">`, /a slot stands in the name of an attribute/);
  assert.match(refusal`<b onclick=${1}>`, /a slot stands in the event handler attribute onclick; use phx-/);
  assert.match(refusal`<b onClick="f(${1})">`, /a slot stands in the event handler attribute onClick/);
  assert.match(refusal`<b style=${1}>`, /a slot stands in a style attribute/);
  assert.match(refusal`<iframe srcdoc=${1}></iframe>`, /a slot stands in srcdoc/);
  assert.match(refusal`<svg><animate values=${1}></svg>`, /a slot stands in values/);
});

test("a style attribute is refused without a slot too", () => {
  assert.match(refusal`<b style="color: red">`, /it has a style attribute, which the page's CSP blocks/);
});

test("parts of a URL are refused where they could change its scheme", () => {
  for (const text of [
    refusal`<a href="java${1}">`,
    refusal`<a href="${1}${2}">`,
    refusal`<a href="${1}a${2}:x">`,
    refusal`<a href="&#106;${1}">`,
  ]) {
    assert.match(text, /a part of href that could still change the URL's scheme/);
  }
  assert.match(refusal`<a href="javascript:${1}">`, /a slot stands in the URL href="javascript:…"/);
  assert.deepEqual(kinds`<a href="/a/${1}?b=${2}&c=${3}">`, ["part", "part", "part"]);
  assert.deepEqual(kinds`<a href="${1}/x/${2}"><img src="https://a.example/${3}">`, ["part", "part", "part"]);
});

test("handmade JSON of client commands is refused", () => {
  assert.match(refusal`<b phx-click='[["push",{"event":"${1}"}]]'>`, /the JSON of phx-click; build commands with js/);
  assert.deepEqual(kinds`<b phx-click="rename-${1}">`, ["part"]);
});

test("unfinished markup is refused", () => {
  assert.match(refusal`<b`, /the tag <b> is not finished/);
  assert.match(refusal`<b class="x>`, /the value of the attribute class is not closed/);
  assert.match(refusal`<b class=`, /the tag <b> is not finished/);
  assert.match(refusal`<!-- x`, /a comment is not finished/);
  assert.match(refusal`<!--> <script> -->`, /a comment is not finished/);
  assert.match(refusal`<!-- --!> <script> -->`, /a comment is not finished/);
  assert.match(refusal`<textarea>x`, /the element <textarea> is not closed/);
  assert.match(refusal`<b>\u{}${1}</b>`, /its text has an unknown escape/);
  assert.match(refusal`<b>\0</b>`, /its text has a NUL character/);
});

test("a refusal tells which slot it is near", () => {
  assert.throws(
    () => parse`<b>${1}${2}</b><!-- ${3} -->`,
    (error) => error instanceof TemplateRefusal && error.slot === 2,
  );
});

test("a template of exactly one element is marked, and only such a one", () => {
  assert.ok(parse`<b>${1}</b>`.singleRoot);
  assert.ok(parse`\n  <div id=${1}><p>a<br>b</p><input></div>\n`.singleRoot);
  assert.ok(parse`<input value=${1}>`.singleRoot);
  for (const { singleRoot } of [
    parse`text`,
    parse`${1}`,
    parse``,
    parse`<b></b><b></b>`,
    parse`<b></b>${1}`,
    parse`x<b></b>`,
    parse`<b></b> 1 < 2`,
    parse`<!-- a --><b></b>`,
    parse`<b><i></b></i>`,
    parse`<b>`,
    parse`</b>`,
    parse`<li>a<li>b`,
    parse`<p/>`,
    parse`<!doctype html><html></html>`,
  ]) {
    assert.ok(!singleRoot);
  }
});
