import { appPubSub } from "livegate/pubsub";

/** Tells the open pages what has changed, on every node. */
export const pubsub = appPubSub();
