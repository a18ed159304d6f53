export { type OpenTelemetryApi, traceWithOpenTelemetry } from "./tracing/open-telemetry.ts";
export {
  type EventSpan,
  type JoinSpan,
  type PoolSpan,
  type QuerySpan,
  type RenderSpan,
  type RequestSpan,
  type Span,
  type SpanChannel,
  spans,
} from "./tracing/spans.ts";
