import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { MetricFamily } from "../endpoint/metric-family.ts";
import type { PubSub } from "../pubsub/pubsub.ts";
import type { Secret } from "../token/secret.ts";
import { metricsText, metricsType } from "./metrics-text.ts";
import type { Readiness } from "./readiness.ts";

/** What those who run an app may ask its server. */
export interface OperatorOptions {
  readonly readiness: Readiness;
  /** Whether the other nodes are in reach. */
  readonly pubsub: Pick<PubSub, "state">;
  /** Who names it gets the metrics; null: nobody does. */
  readonly metricsToken: Secret | null;
  readonly metrics: () => readonly MetricFamily[] | Promise<readonly MetricFamily[]>;
}

/** Below this no page of an app is ever seen. */
const HEALTH = "/healthz/";

/**
 * Answers what a load balancer, a supervisor or a monitor asks, whatever host it names: `/healthz/live`, `/healthz/ready`,
 * and `/metrics` for who knows the token. False for all else, which is the app's.
 */
export function answerOperator(options: OperatorOptions, request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  const [path] = (request.url ?? "").split("?", 1);
  if (path === "/metrics" && options.metricsToken) {
    if (!knows(options.metricsToken, request.headers.authorization)) return false;
    void answerMetrics(options, response);
    return true;
  }
  if (!path?.startsWith(HEALTH)) return false;
  void answerHealth(options, path.slice(HEALTH.length), response);
  return true;
}

async function answerHealth(options: OperatorOptions, question: string, response: ServerResponse): Promise<void> {
  if (question === "live") return answer(response, 200, "live");
  if (question !== "ready") return answer(response, 404, "unknown");
  const ready = await options.readiness.isReady();
  if (!ready) return answer(response, 503, "not ready");
  // It serves as before, and so do all others that have lost the same server: none of them is to be taken out for that.
  return answer(response, 200, options.pubsub.state === "disconnected" ? "ready\npubsub disconnected" : "ready");
}

async function answerMetrics({ metrics }: OperatorOptions, response: ServerResponse): Promise<void> {
  try {
    answer(response, 200, metricsText(await metrics()), metricsType);
  } catch {
    answer(response, 503, "no metrics");
  }
}

function answer(response: ServerResponse, status: number, text: string, type = "text/plain; charset=utf-8"): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(`${text.trimEnd()}\n`);
}

/** Takes equally long for every wrong token. */
function knows(token: Secret, authorization: string | undefined): boolean {
  const [, given] = /^Bearer (\S+)$/i.exec(authorization ?? "") ?? [];
  return given !== undefined && timingSafeEqual(digest(given), digest(token.reveal()));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
