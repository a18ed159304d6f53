/** What a worker tells its primary process: that the app takes requests. */
export interface RunningMessage {
  readonly livegate: "running";
  readonly url: string;
}

/** What a primary process tells its workers: to finish what they have begun, and to end. */
export const stopMessage = { livegate: "stop" } as const;

export const isRunning = (message: unknown): message is RunningMessage => kindOf(message) === "running";

export const isStop = (message: unknown): message is typeof stopMessage => kindOf(message) === "stop";

const kindOf = (message: unknown): unknown =>
  typeof message === "object" && message !== null && "livegate" in message ? message.livegate : null;
