/** What workers of one machine tell each other by way of their primary process. */
export interface WorkerLetter {
  readonly livegate: "worker";
  /** The number of a worker; 0 is the primary process. Whatever a worker says here, the primary process puts in its own. */
  readonly from: number;
  readonly to: number | "all";
  /** Tells the questions of one worker apart. */
  readonly id: number;
  /** `asked` says how many were asked, `leave` that nobody waits for an answer any more. */
  readonly kind: "ask" | "asked" | "answer" | "leave";
  /** What is asked for. */
  readonly about: string;
  readonly body: unknown;
}

export const isLetter = (message: unknown): message is WorkerLetter =>
  typeof message === "object" && message !== null && "livegate" in message && message.livegate === "worker";
