export type { PubSubAdapter, PubSubConnection } from "./pubsub/adapter.ts";
export type { ConnectOptions, PubSubCounts, PubSubLog } from "./pubsub/node-pubsub.ts";
export type { PubSubState } from "./pubsub/pubsub.ts";
export { NodePubSub } from "./pubsub/node-pubsub.ts";
export { type AppPubSub, type PubSubConfig, appPubSub } from "./pubsub-adapters/app-pubsub.ts";
export { relayPubSub } from "./pubsub-adapters/cluster-adapter.ts";
