import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { type DomControl, type DomDocument, type DomForm, parserWindow } from "./dom.ts";
import { TypedForms } from "./typed-forms.ts";

const { DOMParser } = await parserWindow();
const printed = (content: string): DomDocument =>
  new DOMParser().parseFromString(`<form id="f">${content}</form>`, "text/html");

const inputs = '<input name="a"><input name="b"><select name="s"><option>1</option><option>2</option></select>';
let typed: TypedForms;
let document: DomDocument;

beforeEach(() => {
  typed = new TypedForms();
  document = printed(inputs);
});

const formIn = (page: DomDocument) => page.querySelector("form") as DomForm;
const control = (page: DomDocument, name: string) => page.querySelector(`[name="${name}"]`) as DomControl;

function type(name: string, value: string): void {
  control(document, name).value = value;
  typed.note(formIn(document), control(document, name));
}

const shownIn = (content: string): readonly string[] => {
  const next = printed(content);
  typed.restore(next);
  return ["a", "b", "s"].map((name) => control(next, name).value);
};

test("everything that was typed stays in a form that is printed as before", () => {
  type("a", "first");
  type("s", "2");
  type("b", "second");
  assert.deepEqual(shownIn(inputs), ["first", "second", "2"]);
});

test("of a form that is printed anew only the input in focus keeps what was typed", () => {
  type("a", "first");
  type("b", "second");
  assert.deepEqual(shownIn(`${inputs}<p>wrong</p>`), ["", "second", "1"]);
  typed.blur();
  assert.deepEqual(shownIn(`${inputs}<p>other</p>`), ["", "", "1"]);
});

test("after a join anew only the input in focus keeps what was typed, though the form is the same", () => {
  type("a", "first");
  type("b", "second");
  typed.forget();
  assert.deepEqual(shownIn(inputs), ["", "second", "1"]);
});

test("an input is used once somebody was in it, and all of them after a submit", () => {
  type("a", "x");
  const used = () => ["a", "b"].map((name) => typed.isUsed(formIn(document), name));
  assert.deepEqual(used(), [true, false]);
  typed.submitted(formIn(document));
  assert.deepEqual(used(), [true, true]);
});
