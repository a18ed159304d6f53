import type { SocketState } from "../live/socket-state.ts";
import { TurnSocket } from "../live/turn-socket.ts";
import { isPromise } from "./maybe-promise.ts";

/** Runs `task` with a socket that is valid until the task is done, at once or when its promise has settled. */
export function runTurn<T>(state: SocketState, task: (socket: TurnSocket) => T | PromiseLike<T>): T | PromiseLike<T> {
  const socket = new TurnSocket(state);
  let result: T | PromiseLike<T>;
  try {
    result = task(socket);
  } catch (error) {
    socket.end();
    throw error;
  }
  if (isPromise(result)) return Promise.resolve(result).finally(() => socket.end());
  socket.end();
  return result;
}
