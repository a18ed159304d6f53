import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { js } from "../html/js.ts";
import { definePaths } from "../paths/define-paths.ts";
import { SocketState } from "./socket-state.ts";
import { TurnSocket } from "./turn-socket.ts";

const paths = definePaths({ home: "/", album: "/albums/:id" });

function startTurn(assigns: Record<string, unknown> = {}) {
  const state = new SocketState({ connected: true, development: true });
  state.assign(assigns);
  return { state, socket: new TurnSocket(state) };
}

describe("TurnSocket", () => {
  it("writes through to the state and gives itself back", () => {
    const { state, socket } = startTurn({ count: 1 });
    assert.equal(
      socket.assign({ title: "Blue" }).update("count", (n: number) => n + 1),
      socket,
    );
    assert.deepEqual([state.assigns["title"], state.assigns["count"]], ["Blue", 2]);
    assert.equal(socket.assigns["count"], 2);
  });

  it("updates nothing where the change gives the same value back", () => {
    const { state, socket } = startTurn({ rows: [1] });
    state.changed = false;
    socket.update("rows", (rows) => rows);
    assert.equal(state.changed, false);
  });

  it("makes a new assign only where there is none", () => {
    const { state, socket } = startTurn({ there: 0, empty: undefined });
    socket
      .assignNew("there", () => assert.fail("there was one"))
      .assignNew("empty", () => 1)
      .assignNew("none", () => 2);
    assert.deepEqual([state.assigns["there"], state.assigns["empty"], state.assigns["none"]], [0, 1, 2]);
  });

  it("refuses to shadow a guard's value by any of its setters", () => {
    const { state, socket } = startTurn();
    state.provide({ currentUser: undefined });
    const setters = [
      () => socket.assign({ currentUser: 1 }),
      () => socket.update("currentUser", () => 1),
      () => socket.assignNew("currentUser", () => 1),
    ];
    for (const set of setters) assert.throws(set, { code: "LG_ASSIGN_SHADOWS" });
  });

  it("shows assigns that can't be changed in place while developing", () => {
    const { socket } = startTurn({ rows: [{ id: 1 }] });
    const { rows } = socket.assigns as { rows: { id: number }[] };
    assert.throws(() => rows.push({ id: 2 }), TypeError);
    assert.throws(() => Object.assign(rows[0]!, { id: 2 }), TypeError);
  });

  it("keeps the last of several navigations", () => {
    const { state, socket } = startTurn();
    socket
      .redirect(paths.home())
      .pushPatch(paths.home())
      .pushNavigate(paths.album({ id: 1 }), { replace: true });
    const { kind, to, replace } = state.takeNavigation()!;
    assert.deepEqual([kind, String(to), replace], ["navigate", "/albums/1", true]);
  });

  it("adds a history entry unless it is told to replace one", () => {
    const { state, socket } = startTurn();
    socket.pushPatch(paths.home());
    assert.equal(state.takeNavigation()!.replace, false);
    socket.pushPatch(paths.home(), { replace: true });
    assert.equal(state.takeNavigation()!.replace, true);
  });

  it("redirects out of the app to web, mail and telephone addresses only", () => {
    const { state, socket } = startTurn();
    for (const address of ["https://example.org/a", "http://example.org/", "mailto:a@example.org", "tel:+1"]) {
      socket.redirect({ external: new URL(address) });
      assert.equal(String(state.takeNavigation()!.to), address);
    }
    for (const address of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "blob:https://a/b"]) {
      assert.throws(() => socket.redirect({ external: new URL(address) }), { code: "LG_REDIRECT_SCHEME" });
    }
    assert.equal(state.navigation, null);
  });

  it("never tells the script of a refused address", () => {
    const { socket } = startTurn();
    assert.throws(
      () => socket.redirect({ external: new URL("javascript:token") }),
      (error: Error) => {
        assert.doesNotMatch(error.message, /token/);
        return true;
      },
    );
  });

  it("collects messages, page events and hooks for the turn", () => {
    const { state, socket } = startTurn();
    const hook = () => {};
    socket.putFlash("info", "Saved").pushEvent("scroll", { top: 0 }).attachHook("a", "handleEvent", hook);
    assert.deepEqual([socket.flash, state.pageEvents], [{ info: "Saved" }, [["scroll", { top: 0 }]]]);
    assert.deepEqual(state.hooksOf("handleEvent"), [hook]);
    socket.clearFlash("info").detachHook("a", "handleEvent");
    assert.deepEqual([socket.flash, state.hooksOf("handleEvent")], [{}, []]);
  });

  it("collects commands for the page, with links below the app's base", () => {
    const state = new SocketState({ connected: true, development: true, base: "/shop" });
    new TurnSocket(state).exec(js.hide({ to: "#a" }).patch(paths.home()));
    const commands = '[["hide",{"to":"#a"}],["patch",{"href":"/shop/"}]]';
    assert.deepEqual(state.pageEvents, [["lg:exec", { js: commands }]]);
  });

  it("says whether it is connected", () => {
    const dead = new TurnSocket(new SocketState({ connected: false, development: false }));
    assert.deepEqual([startTurn().socket.connected, dead.connected], [true, false]);
  });
});

describe("TurnSocket after its turn", () => {
  const calls: Readonly<Record<string, (socket: TurnSocket) => unknown>> = {
    assign: (socket) => socket.assign({ n: 1 }),
    update: (socket) => socket.update("n", () => 1),
    assignNew: (socket) => socket.assignNew("n", () => 1),
    pushPatch: (socket) => socket.pushPatch(paths.home()),
    pushNavigate: (socket) => socket.pushNavigate(paths.home()),
    redirect: (socket) => socket.redirect(paths.home()),
    pushEvent: (socket) => socket.pushEvent("a", {}),
    exec: (socket) => socket.exec(js.focus()),
    putFlash: (socket) => socket.putFlash("info", "a"),
    clearFlash: (socket) => socket.clearFlash(),
    attachHook: (socket) => socket.attachHook("a", "handleEvent", () => {}),
    detachHook: (socket) => socket.detachHook("a", "handleEvent"),
  };

  for (const [name, call] of Object.entries(calls)) {
    it(`throws from ${name}() and changes nothing`, () => {
      const { state, socket } = startTurn();
      state.changed = false;
      socket.end();
      assert.throws(() => call(socket), {
        code: "LG_SOCKET_TURN_OVER",
        message: new RegExp(`socket\\.${name}\\(\\) was called after its turn was over`),
      });
      assert.deepEqual([state.changed, state.navigation, state.pageEvents], [false, null, []]);
    });
  }
});
