/** The rooms of packages/livegate/src by rank: imports go to a lower rank only, or stay in their room. */
export const ranks: Readonly<Record<string, number>> = {
  assets: 0,
  errors: 0,
  clock: 0,
  tracing: 0,
  protocol: 1,
  paths: 1,
  token: 1,
  pubsub: 1,
  html: 2,
  components: 3,
  diff: 3,
  plug: 3,
  overlay: 4,
  live: 4,
  router: 5,
  runtime: 5,
  auth: 6,
  dev: 6,
  endpoint: 6,
  node: 7,
  testing: 7,
};

/** Rooms apart: what each may import besides itself. */
export const apart: Readonly<Record<string, readonly string[]>> = {
  data: ["errors", "tracing"],
  "pubsub-adapters": ["clock", "data", "errors", "pubsub"],
  client: [],
};
