import type { FindRoute } from "../live/live-route.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import type { Presences } from "../pubsub/presences.ts";
import type { PubSub } from "../pubsub/pubsub.ts";
import type { Counters } from "./counters.ts";
import type { LiveLimits } from "./live-limits.ts";
import type { Metrics } from "./metrics.ts";
import type { RunningTasks } from "./running-tasks.ts";
import type { FindPlace } from "./view-place.ts";
import type { OpenSessions } from "./open-sessions.ts";
import type { RefusalCounter } from "./refusal-counter.ts";
import type { TemporaryFiles } from "./temporary-files.ts";

/** What every live view of an endpoint runs with. */
export interface LiveRuntime {
  readonly context: EndpointContext;
  readonly pubsub: PubSub;
  readonly presences: Presences;
  readonly findRoute: FindRoute;
  readonly findPlace: FindPlace;
  readonly limits: LiveLimits;
  readonly counters: Counters;
  readonly metrics: Metrics;
  readonly refusals: RefusalCounter;
  readonly sessions: OpenSessions;
  readonly tasks: RunningTasks;
  readonly temporaryFiles: TemporaryFiles;
}
