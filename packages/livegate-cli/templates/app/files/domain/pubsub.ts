import { localPubSub } from "livegate";

/** Tells the open pages what has changed. */
export const pubsub = localPubSub();
