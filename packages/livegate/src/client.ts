export { type HookCallbacks, type HookEvents, type MountedHook, hook } from "./client/hook.ts";
export { type ConnectOptions, connect } from "./client/connect.ts";
