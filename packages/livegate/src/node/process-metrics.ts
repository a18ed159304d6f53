import { monitorEventLoopDelay } from "node:perf_hooks";
import { type MetricFamily, counter, gauge } from "../endpoint/metric-family.ts";
import { type PoolSpan, spans } from "../tracing/spans.ts";

/** Milliseconds between two looks at the event loop. */
const RESOLUTION = 20;

/** Nanoseconds of a second. */
const SECOND = 1e9;

/** What is measured of this process as long as somebody may ask for it: its event loop, its memory, its waits for the database. */
export class ProcessMetrics {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  readonly #waits = new PoolWaits();
  /** What was measured up to the last look. */
  #lastDelay = { p50: 0, p99: 0, max: 0 };
  #lookedAt = performance.now();

  constructor() {
    this.#delay.enable();
  }

  /** What there is now. The delays are those of the last ten seconds or more, whoever asks how often. */
  read(): readonly MetricFamily[] {
    const { p50, p99, max } = this.#delays();
    const { user, system } = process.cpuUsage();
    return [
      gauge("livegate_event_loop_delay_seconds", "How late the event loop comes to what is due.", [
        { labels: { quantile: "0.5" }, value: p50 },
        { labels: { quantile: "0.99" }, value: p99 },
        { labels: { quantile: "1" }, value: max },
      ]),
      gauge("process_resident_memory_bytes", "Memory of the process.", process.memoryUsage.rss()),
      counter("process_cpu_seconds_total", "CPU time of the process.", (user + system) / 1e6),
      ...this.#waits.read(),
    ];
  }

  stop(): void {
    this.#delay.disable();
    this.#waits.stop();
  }

  #delays(): { p50: number; p99: number; max: number } {
    const now = performance.now();
    const isYoung = now - this.#lookedAt < 10_000 && this.#lastDelay.max > 0;
    if (isYoung || this.#delay.count === 0) return this.#lastDelay;
    // The timer's own length is part of what is measured.
    const late = (nanoseconds: number): number => Math.max(0, nanoseconds / SECOND - RESOLUTION / 1000);
    const [p50, p99] = [late(this.#delay.percentile(50)), late(this.#delay.percentile(99))];
    this.#lastDelay = { p50, p99, max: late(this.#delay.max) };
    this.#lookedAt = now;
    this.#delay.reset();
    return this.#lastDelay;
  }
}

/** Counts who has to wait for a connection of the pool, and for how long. */
class PoolWaits {
  readonly #since = new WeakMap<object, number>();
  #waiting = 0;
  #count = 0;
  #milliseconds = 0;

  constructor() {
    spans.pool.subscribe(this.#handlers);
  }

  read(): readonly MetricFamily[] {
    return [
      gauge("livegate_database_pool_waiting", "Who waits for a connection.", this.#waiting),
      counter("livegate_database_pool_waits_total", "Waits for a connection.", this.#count),
      counter("livegate_database_pool_wait_seconds_total", "Time of those waits.", this.#milliseconds / 1000),
    ];
  }

  stop(): void {
    spans.pool.unsubscribe(this.#handlers);
  }

  readonly #handlers = {
    start: (span: PoolSpan): void => {
      this.#since.set(span, performance.now());
      this.#waiting += 1;
    },
    end: (span: PoolSpan): void => {
      if (!span.pending) this.#ended(span);
    },
    asyncEnd: (span: PoolSpan): void => this.#ended(span),
  };

  #ended(span: PoolSpan): void {
    const since = this.#since.get(span);
    if (since === undefined) return;
    this.#waiting -= 1;
    this.#count += 1;
    this.#milliseconds += performance.now() - since;
  }
}
