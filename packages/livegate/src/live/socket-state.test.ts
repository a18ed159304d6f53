import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { stream } from "../html/stream.ts";
import { definePaths } from "../paths/define-paths.ts";
import { SocketState } from "./socket-state.ts";

const paths = definePaths({ home: "/" });
const startState = (options: { development?: boolean; connected?: boolean } = {}) =>
  new SocketState({ connected: options.connected ?? true, development: options.development ?? false });

/** A state as it is after its first print. */
function printedState(): SocketState {
  const state = startState();
  state.assign({ title: "Blue", rows: [1] });
  state.changed = false;
  return state;
}

describe("SocketState", () => {
  it("has to be printed when it is new", () => assert.equal(startState().changed, true));

  it("is changed by an assign that differs", () => {
    const state = printedState();
    state.assign({ title: "Hejira" });
    assert.deepEqual([state.changed, state.assigns["title"]], [true, "Hejira"]);
  });

  it("isn't changed by an assign that is the same value", () => {
    const state = printedState();
    state.assign({ title: "Blue", rows: state.assigns["rows"] });
    assert.equal(state.changed, false);
  });

  it("is changed by a first assign even where its value is undefined", () => {
    const state = printedState();
    state.assign({ selected: undefined });
    assert.deepEqual([state.changed, "selected" in state.assigns], [true, true]);
  });

  it("refuses assigns that would shadow a guard's value or a word of the framework", () => {
    const state = startState();
    state.provide({ currentUser: { id: 1 } });
    assert.throws(() => state.assign({ currentUser: { id: 2 } }), {
      code: "LG_ASSIGN_SHADOWS",
      message: /"currentUser" was set, but that name belongs to a guard/,
    });
    for (const name of ["action", "flash", "inner"]) {
      assert.throws(() => state.assign({ [name]: "mine" }), { code: "LG_ASSIGN_SHADOWS", message: /the framework/ });
    }
    assert.deepEqual(state.assigns["currentUser"], { id: 1 });
  });

  it("refuses a guard's value under a word of the framework, where it would be lost", () => {
    for (const name of ["action", "flash", "inner"]) {
      assert.throws(() => startState().provide({ [name]: "mine" }), { code: "LG_ASSIGN_SHADOWS" });
    }
  });

  it("sets the action for render and is changed only where it differs", () => {
    const state = printedState();
    state.setAction("new");
    assert.deepEqual([state.changed, state.assigns["action"]], [true, "new"]);
    state.changed = false;
    state.setAction("new");
    assert.equal(state.changed, false);
  });

  it("freezes assigns all the way down in development and not in production", () => {
    for (const development of [true, false]) {
      const state = startState({ development });
      const rows = [{ id: 1 }];
      state.assign({ rows });
      assert.deepEqual([Object.isFrozen(rows), Object.isFrozen(rows[0])], [development, development]);
    }
  });
});

describe("SocketState's flash", () => {
  it("is empty at first, and stays the same value when it is emptied again", () => {
    const state = printedState();
    assert.deepEqual(state.flash, {});
    state.clearFlash();
    state.setFlash({});
    assert.equal(state.changed, false);
  });

  it("keeps what was put in this turn apart from what was there", () => {
    const state = startState();
    state.setFlash({ info: "Welcome" });
    state.putFlash("error", "Too long");
    assert.deepEqual(state.flash, { info: "Welcome", error: "Too long" });
    assert.deepEqual(state.flashOfTurn, { error: "Too long" });
  });

  it("shows the last of two messages of one kind", () => {
    const state = startState();
    state.putFlash("info", "Saving");
    state.putFlash("info", "Saved");
    assert.deepEqual([state.flash, state.flashOfTurn], [{ info: "Saved" }, { info: "Saved" }]);
  });

  it("is cleared by kind or whole, and then doesn't travel either", () => {
    const state = startState();
    state.putFlash("info", "Saved");
    state.putFlash("error", "Too long");
    state.clearFlash("info");
    assert.deepEqual([state.flash, state.flashOfTurn], [{ error: "Too long" }, { error: "Too long" }]);
    state.clearFlash();
    assert.deepEqual([state.flash, state.flashOfTurn], [{}, {}]);
  });
});

describe("SocketState's hooks", () => {
  const hook = () => "cont" as const;

  it("run in the order in which they were attached, by stage", () => {
    const state = startState();
    const [first, second, other] = [() => {}, () => {}, () => {}];
    state.attachHook("a", "handleEvent", first);
    state.attachHook("c", "afterRender", other);
    state.attachHook("b", "handleEvent", second);
    assert.deepEqual(state.hooksOf("handleEvent"), [first, second]);
    assert.deepEqual(state.hooksOf("handleMessage"), []);
  });

  it("bear one name once in a stage, but may in two", () => {
    const state = startState();
    state.attachHook("audit", "handleEvent", hook);
    state.attachHook("audit", "handleParams", hook);
    assert.throws(() => state.attachHook("audit", "handleEvent", hook), {
      code: "LG_HOOK_NAME",
      message: /"audit" is attached to handleEvent already/,
    });
  });

  it("are detached by name and stage, and then the name is free", () => {
    const state = startState();
    state.attachHook("audit", "handleEvent", hook);
    state.attachHook("audit", "handleParams", hook);
    state.detachHook("audit", "handleEvent");
    state.detachHook("nobody", "handleEvent");
    assert.deepEqual([state.hooksOf("handleEvent"), state.hooksOf("handleParams")], [[], [hook]]);
    state.attachHook("audit", "handleEvent", hook);
  });

  it("may be detached while their stage runs without another being passed over", () => {
    const state = startState();
    state.attachHook("a", "handleEvent", hook);
    state.attachHook("b", "handleEvent", hook);
    const running = state.hooksOf("handleEvent");
    state.detachHook("a", "handleEvent");
    assert.equal(running.length, 2);
  });
});

describe("SocketState's turn", () => {
  it("hands over events for the page once, in order", () => {
    const state = startState();
    state.pageEvents.push(["a", { n: 1 }]);
    state.pageEvents.push(["b", {}]);
    assert.deepEqual(state.takePageEvents(), [
      ["a", { n: 1 }],
      ["b", {}],
    ]);
    assert.deepEqual(state.takePageEvents(), []);
  });

  it("hands over its navigation once", () => {
    const state = startState();
    const navigation = { kind: "navigate", to: paths.home(), replace: false } as const;
    state.navigation = navigation;
    assert.deepEqual([state.takeNavigation(), state.takeNavigation()], [navigation, null]);
  });

  it("takes back what it has done to assigns, flash, page events and navigation", () => {
    const state = printedState();
    state.setFlash({ info: "Welcome" });
    state.settleTurn();
    state.assign({ title: "Hejira" });
    state.assign({ title: "Mingus", rows: [] });
    state.putFlash("error", "Too long");
    state.pageEvents.push(["a", {}]);
    state.navigation = { kind: "navigate", to: paths.home(), replace: false };
    state.rollBackTurn();
    assert.deepEqual([state.assigns["title"], state.assigns["rows"], state.flash], ["Blue", [1], { info: "Welcome" }]);
    assert.deepEqual([state.flashOfTurn, state.pageEvents, state.navigation], [{}, [], null]);
  });

  it("can't take back what was settled", () => {
    const state = printedState();
    state.assign({ title: "Hejira" });
    state.putFlash("info", "Saved");
    state.settleTurn();
    state.rollBackTurn();
    assert.deepEqual([state.assigns["title"], state.flash, state.flashOfTurn], ["Hejira", { info: "Saved" }, {}]);
  });

  it("can't be taken back once it has changed a stream, until it is settled", () => {
    const state = printedState();
    assert.equal(state.canRollBack, true);
    const songs = stream([{ id: 1 }], { key: ({ id }) => id });
    for (const change of [
      () => state.assign({ songs }),
      () => state.changeStream("songs", (source) => source.insert({ id: 2 }, {})),
    ]) {
      change();
      assert.equal(state.canRollBack, false);
      state.settleTurn();
      assert.equal(state.canRollBack, true);
    }
    state.changeStream("songs", (source) => source.deleteByKey(7));
    assert.equal(state.canRollBack, true, "nothing was there to delete");
  });
});
