import { type Span, type SpanChannel, spans } from "./spans.ts";

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A span as OpenTelemetry's API has it, as far as it is used here. */
interface ApiSpan {
  setAttributes(attributes: Attributes): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  recordException(error: { code: string; stack: string }): void;
  end(): void;
}

/** The package `@opentelemetry/api`, as far as it is used here. */
export interface OpenTelemetryApi<Context> {
  readonly trace: {
    getTracer(name: string): { startSpan(name: string, options: { kind: number }, context: Context): ApiSpan };
    setSpan(context: Context, span: never): Context;
  };
  readonly context: {
    active(): Context;
    with<T>(context: Context, work: () => T): T;
  };
}

/** How one channel's messages become spans. */
interface Kind<Message extends Span> {
  /** 0 is inside, 1 a server's, 2 a client's (SpanKind of the API). */
  readonly kind: 0 | 1 | 2;
  name(message: Message): string;
  /** What is known when it begins. */
  begin(message: Message): Attributes;
  /** What is known when it has ended. */
  end?(message: Message): Attributes;
  isFailure?(message: Message): boolean;
}

const ERROR = 2;

/**
 * Makes spans of OpenTelemetry from what Livegate does: requests, joins, events, renders, statements and waits for a connection,
 * each inside of the one that it belongs to, with the names of the semantic conventions. Gives what ends it.
 *
 * It needs the app's own `@opentelemetry/api`, set up with an exporter; no value of a form, a query or a statement goes into a span, no
 * token in a path, and no words of an error, which may quote them: those stand in the log.
 *
 * @example
 * import * as api from "@opentelemetry/api";
 *
 * const stop = traceWithOpenTelemetry(api);
 */
export function traceWithOpenTelemetry<Context>(api: OpenTelemetryApi<Context>): () => void {
  const stops = [
    follow(api, spans.request, {
      kind: 1,
      name: ({ method }) => method,
      begin: ({ method, path, requestId }) => ({
        "http.request.method": method,
        "url.path": path,
        "livegate.request.id": requestId,
      }),
      end: ({ route, status }) => ({
        ...(route !== undefined && { "http.route": route }),
        ...(status !== undefined && { "http.response.status_code": status }),
      }),
      isFailure: ({ status = 0 }) => status >= 500,
    }),
    follow(api, spans.join, {
      kind: 1,
      name: () => "join",
      begin: () => ({}),
      end: ({ view, joined = false }) => ({ "livegate.view": view ?? "", "livegate.joined": joined }),
    }),
    follow(api, spans.event, {
      kind: 1,
      name: ({ event }) => `event ${event}`,
      begin: ({ view, event }) => ({ "livegate.view": view, "livegate.event": event }),
    }),
    follow(api, spans.render, {
      kind: 0,
      name: () => "render",
      begin: ({ view, connected }) => ({ "livegate.view": view, "livegate.connected": connected }),
    }),
    follow(api, spans.query, {
      kind: 2,
      name: ({ system }) => system,
      begin: ({ system, statement }) => ({ "db.system.name": system, "db.query.text": statement }),
    }),
    follow(api, spans.pool, { kind: 0, name: () => "wait for a connection", begin: () => ({}) }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function follow<Context, Message extends Span>(
  { trace, context }: OpenTelemetryApi<Context>,
  channel: SpanChannel<Message>,
  kind: Kind<Message>,
): () => void {
  const tracer = trace.getTracer("livegate");
  const open = new WeakMap<object, ApiSpan>();

  const start = (message: Message): void => {
    const span = tracer.startSpan(kind.name(message), { kind: kind.kind }, context.active());
    span.setAttributes(kind.begin(message));
    open.set(message, span);
    const own = trace.setSpan(context.active(), span as never); // A span of this very API.
    message.within = (work) => context.with(own, work);
  };
  const finish = (message: Message): void => {
    const span = open.get(message);
    if (!span) return;
    open.delete(message);
    if (kind.end) span.setAttributes(kind.end(message));
    if (message.error !== undefined) {
      const error = wordless(message.error);
      span.setAttributes({ "error.type": error.code });
      span.recordException(error);
    }
    if (message.error !== undefined || kind.isFailure?.(message)) span.setStatus({ code: ERROR });
    span.end();
  };
  const end = (message: Message): void => {
    if (!message.pending) finish(message);
  };
  const handlers = { start, end, asyncEnd: finish };
  channel.subscribe(handlers);
  return () => void channel.unsubscribe(handlers);
}

/** Which error it is and where it was thrown. Its words may have values in them: PostgreSQL quotes what it can't read. */
function wordless(thrown: unknown): { code: string; stack: string } {
  if (!(thrown instanceof Error)) return { code: typeof thrown, stack: "" };
  const { name, message, stack = "" } = thrown;
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : name;
  // The words stand before the places, and may have lines that look like these.
  const places = stack.slice(stack.indexOf(message) + message.length).match(/^ +at .*/gm) ?? [];
  return { code, stack: places.join("\n") };
}
