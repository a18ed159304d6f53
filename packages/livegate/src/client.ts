export { type HookCallbacks, type HookEvents, type MountedHook, hook } from "./client/hook.ts";
export { confirmLeave } from "./client/confirm-leave.ts";
export { type ConnectOptions, connect } from "./client/connect.ts";
export { keepState } from "./client/keep-state.ts";
export { sleepWhenHidden } from "./client/sleep-when-hidden.ts";
export { heldSheet } from "./client/held-sheet.ts";
