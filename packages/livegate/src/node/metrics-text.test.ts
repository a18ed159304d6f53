import assert from "node:assert/strict";
import { test } from "node:test";
import { metricsText } from "./metrics-text.ts";

test("each family has its help, its type and a line for each sample", () => {
  const text = metricsText([
    { name: "livegate_views", type: "gauge", help: "Views.", samples: [{ value: 3 }] },
    {
      name: "livegate_joins_total",
      type: "counter",
      help: "Joins.",
      samples: [
        { labels: { result: "joined", worker: "1" }, value: 2 },
        { labels: { result: "refused" }, value: 0.5 },
      ],
    },
  ]);
  assert.equal(
    text,
    `# HELP livegate_views Views.
# TYPE livegate_views gauge
livegate_views 3
# HELP livegate_joins_total Joins.
# TYPE livegate_joins_total counter
livegate_joins_total{result="joined",worker="1"} 2
livegate_joins_total{result="refused"} 0.5
`,
  );
});

test("what a label says can't end it", () => {
  const text = metricsText([
    { name: "a", type: "gauge", help: "A.", samples: [{ labels: { kind: 'x"} 1\n\\' }, value: 1 }] },
  ]);
  assert.ok(text.includes(String.raw`a{kind="x\"} 1\n\\"} 1`), text);
});
