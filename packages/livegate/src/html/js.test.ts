import assert from "node:assert/strict";
import { test } from "node:test";
import { Path } from "../paths/path.ts";
import { EventRef } from "./event-ref.ts";
import { type JsCommand, js } from "./js.ts";

const inc = new EventRef<"inc", void>("inc");
const rename = new EventRef<"rename", { readonly id: number }>("rename");
const printed = (commands: JsCommand, base = ""): unknown => JSON.parse(commands.text({ base }));

test("each command prints the operation and the arguments that the client takes", () => {
  const table: readonly (readonly [JsCommand, string, object])[] = [
    [js.push(inc), "push", { event: "inc" }],
    [js.push(rename, { id: 4 }), "push", { event: "rename", value: { id: 4 } }],
    [
      js.push(inc, undefined, { target: "#c", loading: "#l", pageLoading: true }),
      "push",
      { event: "inc", target: "#c", loading: "#l", page_loading: true },
    ],
    [
      js.dispatch("x:y", { to: { inner: "i" }, detail: { a: 1 } }),
      "dispatch",
      { event: "x:y", to: { inner: "i" }, detail: { a: 1 } },
    ],
    [
      js.dispatch("click", { bubbles: false, blocking: true }),
      "dispatch",
      { event: "click", bubbles: false, blocking: true },
    ],
    [js.show({ to: "#a", display: "flex", time: 100 }), "show", { to: "#a", display: "flex", time: 100 }],
    [
      js.hide({ transition: ["a  b", "c", "d"], blocking: false }),
      "hide",
      { transition: [["a", "b"], ["c"], ["d"]], blocking: false },
    ],
    [
      js.toggle({ to: "#a", in: "x", out: "y z" }),
      "toggle",
      { to: "#a", ins: [["x"], [], []], outs: [["y", "z"], [], []] },
    ],
    [js.addClass("a b"), "add_class", { names: ["a", "b"] }],
    [
      js.removeClass(["a", "b c"], { to: { closest: "p" } }),
      "remove_class",
      { names: ["a", "b", "c"], to: { closest: "p" } },
    ],
    [js.toggleClass("a", { time: 1 }), "toggle_class", { names: ["a"], time: 1 }],
    [js.transition("shake", { to: "#a" }), "transition", { transition: [["shake"], [], []], to: "#a" }],
    [js.setAttribute("open", "", { to: "#a" }), "set_attr", { attr: ["open", ""], to: "#a" }],
    [js.removeAttribute("open"), "remove_attr", { attr: "open" }],
    [js.toggleAttribute("open", [""]), "toggle_attr", { attr: ["open", ""] }],
    [js.toggleAttribute("aria-x", ["true", "false"]), "toggle_attr", { attr: ["aria-x", "true", "false"] }],
    [js.ignoreAttributes(["open", "data-*"]), "ignore_attrs", { attrs: ["open", "data-*"] }],
    [js.focus({ to: "#a" }), "focus", { to: "#a" }],
    [js.focusFirst(), "focus_first", {}],
    [js.pushFocus({ to: "#a" }), "push_focus", { to: "#a" }],
    [js.popFocus(), "pop_focus", {}],
    [js.navigate("/x", { replace: true }), "navigate", { href: "/x", replace: true }],
    [js.patch("https://a.example/x"), "patch", { href: "https://a.example/x" }],
    [js.exec("data-cancel", { to: "#a" }), "exec", { attr: "data-cancel", to: "#a" }],
  ];
  for (const [commands, name, args] of table) assert.deepEqual(printed(commands), [[name, args]]);
});

test("commands are immutable and stand in order", () => {
  const hide = js.hide({ to: "#a" });
  const both = hide.push(inc);
  assert.deepEqual(printed(hide), [["hide", { to: "#a" }]]);
  assert.deepEqual(printed(both), [
    ["hide", { to: "#a" }],
    ["push", { event: "inc" }],
  ]);
  assert.deepEqual(printed(js.focus().concat(both).concat(js)), [
    ["focus", {}],
    ["hide", { to: "#a" }],
    ["push", { event: "inc" }],
  ]);
  assert.equal(js.text({ base: "" }), "[]");
});

test("a path takes the base of the page that it is printed on", () => {
  const go = js.navigate(new Path("/x")).patch("/y");
  assert.deepEqual(printed(go, "/app"), [
    ["navigate", { href: "/app/x" }],
    ["patch", { href: "/y" }],
  ]);
  assert.deepEqual(printed(go), [
    ["navigate", { href: "/x" }],
    ["patch", { href: "/y" }],
  ]);
});

test("what the client would refuse throws when it is built", () => {
  for (const build of [
    () => js.navigate("javascript:alert(1)"),
    () => js.navigate("x"),
    () => js.patch("ftp://a.example"),
    () => js.dispatch("click", { detail: {} }),
    () => js.dispatch("x", { blocking: true, detail: { done: 1 } }),
  ]) {
    assert.throws(build, { code: "LG_JS_COMMAND" });
  }
});
