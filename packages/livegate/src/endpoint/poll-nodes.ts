/** Where a connection over HTTP is kept, as its token says. */
export interface PollPlace {
  /** The process; made by chance at its start. */
  readonly node: string;
  /** Where other machines reach it: "http://10.0.0.11:4000". Null where they don't. */
  readonly address: string | null;
  /** The number of the worker there; null where there are none. */
  readonly worker: number | null;
}

/** A poll, or frames that a client sends, on its way to another process. */
export interface ForwardedPoll {
  readonly method: "GET" | "POST";
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** The other processes that serve the app, as far as polls have to reach them. A server sets them. */
export class PollNodes {
  /** Where this process is. */
  address: string | null = null;
  worker: number | null = null;
  /** Gives the other process's answer, JSON text; null where it can't be reached. */
  forward: ((place: PollPlace, poll: ForwardedPoll) => Promise<string | null>) | null = null;
}

/** Says of a request that another process has passed it on, and which: nobody passes it on in a circle. */
export const forwardedHeader = "x-livegate-forwarded";

/** What a forwarded request keeps of its headers: what its rules are decided by. */
const kept = [
  "host",
  "cookie",
  "origin",
  "sec-fetch-site",
  "content-type",
  "x-phoenix-authtoken",
  "x-phoenix-longpoll-token",
];

export const keptHeaders = (headers: Headers): Record<string, string> =>
  Object.fromEntries(kept.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? ""]] : [])));
