import { NodePubSub } from "../pubsub/node-pubsub.ts";
import type { PubSub, PubSubState } from "../pubsub/pubsub.ts";
import { type MetricFamily, type MetricSample, counter, gauge } from "./metric-family.ts";

const STATES: readonly PubSubState[] = ["alone", "connected", "disconnected"];

/** The numbers of what connects this node with the others; of one that never has others, its state alone. */
export function measurePubSub(pubsub: PubSub): readonly MetricFamily[] {
  const states: readonly MetricSample[] = STATES.map((state) => ({
    labels: { state },
    value: pubsub.state === state ? 1 : 0,
  }));
  const state = gauge("livegate_pubsub_state", "1 for the state that pubsub is in.", states);
  return pubsub instanceof NodePubSub ? [state, ...countsOf(pubsub)] : [state];
}

function countsOf({ counts, nodes, resyncs }: NodePubSub): readonly MetricFamily[] {
  const { published, dropped, delivered, otherVersion, misfit, triesAlone } = counts;
  const results = { published, dropped, delivered, other_version: otherVersion, misfit };
  return [
    gauge("livegate_pubsub_nodes", "Other nodes that were heard of lately.", nodes.length),
    counter(
      "livegate_pubsub_messages_total",
      "Messages between nodes, by what became of them.",
      Object.entries(results).map(([result, value]) => ({ labels: { result }, value })),
    ),
    counter("livegate_pubsub_resyncs_total", "How often views were told to load again.", resyncs),
    counter("livegate_pubsub_tries_alone_total", "Tries that nodes couldn't count together.", triesAlone),
  ];
}
