import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SocketState } from "../live/socket-state.ts";
import type { TurnSocket } from "../live/turn-socket.ts";
import { runTurn } from "./run-turn.ts";

const startState = () => new SocketState({ connected: true, development: true });
const turnOver = { code: "LG_SOCKET_TURN_OVER" };

describe("runTurn", () => {
  it("gives a socket that is valid while the task runs, and its result at once", () => {
    const state = startState();
    let kept: TurnSocket | null = null;
    const result = runTurn(state, (socket) => {
      kept = socket.assign({ n: 1 });
      return "done";
    });
    assert.deepEqual([result, state.assigns["n"]], ["done", 1]);
    assert.throws(() => kept!.assign({ n: 2 }), turnOver);
  });

  it("keeps the socket valid until an asynchronous task is done", async () => {
    const state = startState();
    const gate = Promise.withResolvers<void>();
    let kept: TurnSocket | null = null;
    const result = runTurn(state, async (socket) => {
      kept = socket;
      await gate.promise;
      socket.assign({ n: 1 });
      return "done";
    });
    kept!.assign({ early: true });
    gate.resolve();
    assert.equal(await result, "done");
    assert.deepEqual([state.assigns["early"], state.assigns["n"]], [true, 1]);
    assert.throws(() => kept!.assign({ n: 2 }), turnOver);
  });

  it("ends the turn also when the task throws or rejects, and hands the error on", async () => {
    const kept: TurnSocket[] = [];
    const fail = (socket: TurnSocket): never => {
      kept.push(socket);
      throw new Error("boom");
    };
    assert.throws(() => runTurn(startState(), fail), /boom/);
    await assert.rejects(Promise.resolve(runTurn(startState(), async (socket) => fail(socket))), /boom/);
    for (const socket of kept) assert.throws(() => socket.assign({ n: 1 }), turnOver);
  });

  it("gives each turn a socket of its own", () => {
    const state = startState();
    const sockets = [1, 2].map(() => runTurn(state, (socket) => socket));
    assert.notEqual(sockets[0], sockets[1]);
  });
});
