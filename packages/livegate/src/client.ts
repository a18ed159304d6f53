export { type ConnectOptions, connect } from "./client/connect.ts";
