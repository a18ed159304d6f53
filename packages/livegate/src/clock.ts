export { type Clock, systemClock } from "./clock/clock.ts";
export { type ManualClock, manualClock } from "./clock/manual-clock.ts";
