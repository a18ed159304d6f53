import { type TracingChannel, tracingChannel } from "node:diagnostics_channel";

/** What every span has, besides what its kind says. */
export interface Span {
  /** Whether the work goes on after `end`: then `asyncEnd` is its end. */
  pending?: boolean;
  /** What the work threw. */
  error?: unknown;
  /** A subscriber of `start` may put a function here, which then runs the work: in the context of its own span, say. */
  within?: <T>(work: () => T) => T;
}

/** A request that has reached the routes. */
export interface RequestSpan extends Span {
  readonly method: string;
  /** Without its query, and without tokens: these are nobody's business. */
  readonly path: string;
  readonly requestId: string;
  /** The pattern of what stands there, "/albums/:id"; known at the end. */
  route?: string;
  /** Known at the end. */
  status?: number;
}

/** The join of a live view. */
export interface JoinSpan extends Span {
  /** The view's name in the routes; null where the join names none that there is. */
  view: string | null;
  /** Whether it was let in; known at the end. */
  joined?: boolean;
}

/** An event of the page, with its guards, its rule, its handler and what is printed for it. */
export interface EventSpan extends Span {
  readonly view: string;
  readonly event: string;
}

/** A print of a view: of the whole page, or of what has changed. */
export interface RenderSpan extends Span {
  readonly view: string;
  readonly connected: boolean;
}

/** A statement of the database. */
export interface QuerySpan extends Span {
  readonly system: "postgresql" | "sqlite";
  /** With places for values, which are never told. */
  readonly statement: string;
}

/** The wait for a connection of the pool to PostgreSQL. */
export type PoolSpan = Span;

/** The channel of one kind of span. */
export type SpanChannel<Message extends Span> = TracingChannel<Message>;

const channel = <Message extends Span>(name: string): SpanChannel<Message> => tracingChannel<Message>(name);

/**
 * What Livegate does, as tracing channels of `node:diagnostics_channel`: "tracing:livegate:event:start" and so on. As long as nobody
 * has subscribed to a channel's `start`, nothing is measured and nothing made for it.
 *
 * `start` and `end` stand around the work; where that goes on, `pending` is true at the `end`, and `asyncStart` and `asyncEnd`
 * follow when it is done. `error` comes before the end of what failed.
 *
 * @example
 * const began = new WeakMap<object, number>();
 * spans.event.subscribe({
 *   start: (span) => began.set(span, performance.now()),
 *   end: (span) => span.pending || console.log(span.event, performance.now() - began.get(span)!),
 *   asyncEnd: (span) => console.log(span.event, performance.now() - began.get(span)!),
 * });
 */
export const spans = {
  request: channel<RequestSpan>("livegate:request"),
  join: channel<JoinSpan>("livegate:join"),
  event: channel<EventSpan>("livegate:event"),
  render: channel<RenderSpan>("livegate:render"),
  query: channel<QuerySpan>("livegate:query"),
  pool: channel<PoolSpan>("livegate:pool"),
} as const;
