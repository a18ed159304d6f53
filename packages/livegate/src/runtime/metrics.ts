/** What an endpoint has done since it started, in numbers that cost nothing to keep. What was refused stands in its counters. */
export class Metrics {
  /** Answered requests by the first digit of their status; 0 is never used. */
  readonly requests = [0, 0, 0, 0, 0, 0];
  /** Joins that were answered, whether or not they were let in. */
  joins = 0;
  /** Joins of those that were let in. */
  joined = 0;
  /** Events that waited for a view, whether or not they were refused then. */
  events = 0;
  /** Bytes of the frames that told pages what has changed: replies and messages, without what carries them. */
  diffBytes = 0;
}
