import type { ConnectionWatch } from "../runtime/connection-watch.ts";
import type { LiveRuntime } from "../runtime/live-runtime.ts";
import { measurePubSub } from "./measure-pubsub.ts";
import { type MetricFamily, type MetricSample, counter, gauge } from "./metric-family.ts";

/** The numbers of an endpoint, by names as Prometheus wants them. */
export function measure({ metrics, counters, pubsub }: LiveRuntime, watch: ConnectionWatch): readonly MetricFamily[] {
  const { views, waiting, longest } = mailboxes(watch);
  const { requests, joins, joined, events, diffBytes } = metrics;
  return [
    counter("livegate_http_requests_total", "Answered requests.", byClass(requests)),
    gauge("livegate_connections", "Open connections of pages.", watch.size),
    gauge("livegate_views", "Live views that are joined.", views),
    counter("livegate_joins_total", "Answered joins of live views.", [
      { labels: { result: "joined" }, value: joined },
      { labels: { result: "refused" }, value: joins - joined },
    ]),
    counter("livegate_events_total", "Events of pages.", events),
    counter("livegate_diff_bytes_total", "Bytes that told pages what has changed.", diffBytes),
    gauge("livegate_mailbox_messages", "Messages that wait for a view.", waiting),
    gauge("livegate_mailbox_longest", "Messages that wait for the view with most of them.", longest),
    counter("livegate_refusals_total", "What was refused or ended, by kind.", byKind(counters.snapshot())),
    ...measurePubSub(pubsub),
  ];
}

function mailboxes(watch: ConnectionWatch): { views: number; waiting: number; longest: number } {
  let [views, waiting, longest] = [0, 0, 0];
  for (const length of watch.mailboxLengths()) {
    views += 1;
    waiting += length;
    longest = Math.max(longest, length);
  }
  return { views, waiting, longest };
}

const byClass = (requests: readonly number[]): readonly MetricSample[] =>
  requests.flatMap((value, first) => (first === 0 ? [] : [{ labels: { status: `${first}xx` }, value }]));

const byKind = (counts: Readonly<Record<string, number>>): readonly MetricSample[] =>
  Object.entries(counts).map(([kind, value]) => ({ labels: { kind }, value }));
