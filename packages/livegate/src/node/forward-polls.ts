import cluster from "node:cluster";
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as after } from "node:timers/promises";
import type { App } from "../endpoint/app.ts";
import { type ForwardedPoll, forwardedHeader } from "../endpoint/poll-nodes.ts";
import type { WorkerCalls } from "./worker-calls.ts";

/** Milliseconds. */
const patience = {
  /** After which a process that hasn't answered is asked whether it lives … */
  first: 1000,
  /** … and how long it has to say so: two seconds in all. */
  lives: 1000,
  /** For a poll, which may wait for frames as long as the client asks. */
  answer: 60_000,
};

interface Neighbours {
  readonly nodeUrl: URL | null;
  readonly workers: WorkerCalls | null;
}

/** What one worker hands to another. */
type Handed = Omit<ForwardedPoll, "signal">;

/** Another process that can be asked for the answer to a poll, and whether it lives. */
interface Other {
  ask(poll: ForwardedPoll): Promise<string | null>;
  lives(signal: AbortSignal): Promise<boolean>;
}

/** Lets polls of a page that another process keeps reach that one: another worker of this machine, or another machine. */
export function forwardPolls(app: App, { nodeUrl, workers }: Neighbours): void {
  const { polls } = app;
  polls.address = nodeUrl?.origin ?? null;
  polls.worker = workers === null ? null : (cluster.worker?.id ?? null);
  workers?.handle("poll", (handed, signal) => answerHanded(app, handed as Handed, signal)); // What `askWorker` sends.
  workers?.handle("lives", async () => true);
  polls.forward = async (place, poll) => {
    const passedBy = poll.headers[forwardedHeader];
    const isHere = place.address === polls.address;
    if (isHere) {
      const isOther = workers !== null && place.worker !== null && place.worker !== polls.worker;
      return isOther && passedBy !== "worker" ? reached(workerOf(workers, place.worker), poll) : null;
    }
    return place.address !== null && passedBy === "" ? reached(machineAt(place.address), poll) : null;
  };
}

/** The answer; null where the process is gone, or doesn't live for two seconds. */
async function reached(other: Other, poll: ForwardedPoll): Promise<string | null> {
  const over = new AbortController();
  const signal = AbortSignal.any([poll.signal, over.signal]);
  const isDead = async (): Promise<null> => {
    for (;;) {
      await after(patience.first, null, { signal });
      const lives = await other.lives(AbortSignal.any([signal, AbortSignal.timeout(patience.lives)]));
      if (!lives) return null;
    }
  };
  try {
    return await Promise.race([other.ask({ ...poll, signal }), isDead()]);
  } catch {
    return null;
  } finally {
    over.abort();
  }
}

function workerOf(workers: WorkerCalls, worker: number): Other {
  return {
    async ask({ method, target, headers, body, signal }) {
      const handed: Handed = { method, target, headers: { ...headers, [forwardedHeader]: "worker" }, body };
      const [answer] = await workers.ask("poll", handed, { to: worker, patience: patience.answer, signal });
      return typeof answer?.value === "string" ? answer.value : null;
    },
    async lives(signal) {
      return (await workers.ask("lives", null, { to: worker, patience: patience.lives, signal })).length > 0;
    },
  };
}

async function answerHanded(app: App, { method, target, headers, body }: Handed, signal: AbortSignal): Promise<string> {
  const url = new URL(target, app.context.url.origin);
  const response = await app.fetch(new Request(url, { method, headers, body, signal }));
  return response.text();
}

const agents = {
  "http:": { agent: new HttpAgent({ keepAlive: true }), request: httpRequest },
  "https:": { agent: new HttpsAgent({ keepAlive: true }), request: httpsRequest },
} as const;

function machineAt(address: string): Other {
  return {
    ask: async ({ method, target, headers, body, signal }) =>
      send(new URL(target, address), { method, headers: { ...headers, [forwardedHeader]: "node" }, body, signal }),
    lives: async (signal) =>
      send(new URL("/healthz/live", address), { method: "GET", headers: {}, body: null, signal }).then(
        () => true,
        () => false,
      ),
  };
}

async function send(url: URL, { method, headers, body, signal }: Omit<ForwardedPoll, "target">): Promise<string> {
  const { agent, request } = agents[url.protocol === "https:" ? "https:" : "http:"];
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const length = body === null ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const sent = request(url, { method, headers: { ...headers, ...length }, agent, signal }, (response) => {
    if (response.statusCode === 200) return void text(response).then(resolve, reject);
    response.resume();
    reject(new Error(`answered with ${response.statusCode}`));
  });
  sent.on("error", reject);
  sent.end(body ?? undefined);
  return promise;
}
