/** One number, and what tells it from others of its family. */
export interface MetricSample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a monitor asks for by one name; a counter only grows, a gauge is what there is now. */
export interface MetricFamily {
  readonly name: string;
  readonly type: "counter" | "gauge";
  readonly help: string;
  readonly samples: readonly MetricSample[];
}

/** What there is now. */
export const gauge = (name: string, help: string, value: number | readonly MetricSample[]): MetricFamily => ({
  name,
  type: "gauge",
  help,
  samples: samplesOf(value),
});

/** What has happened since the start. */
export const counter = (name: string, help: string, value: number | readonly MetricSample[]): MetricFamily => ({
  name,
  type: "counter",
  help,
  samples: samplesOf(value),
});

const samplesOf = (value: number | readonly MetricSample[]): readonly MetricSample[] =>
  typeof value === "number" ? [{ value }] : value;
