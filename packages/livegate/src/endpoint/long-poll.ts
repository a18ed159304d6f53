import { parseConnect } from "../protocol/connect-request.ts";
import { limits as wireLimits } from "../protocol/limits.ts";
import { type PollStatus, encodePoll, encodeTaken, parseBatch, pollName, pollStatus } from "../protocol/long-poll.ts";
import { readText } from "../plug/read-form.ts";
import { readSession } from "../plug/session-cookie.ts";
import type { ConnectionWatch } from "../runtime/connection-watch.ts";
import type { LiveRuntime } from "../runtime/live-runtime.ts";
import type { Poll } from "../runtime/poll-transport.ts";
import type { RequestOrigin } from "./app.ts";
import { connectInfo } from "./connect-info.ts";
import { type PollConnection, PollConnections } from "./poll-connections.ts";
import { type PollNodes, type PollPlace, forwardedHeader, keptHeaders } from "./poll-nodes.ts";
import { corsHeaders, isFromHere, preflight } from "./poll-origin.ts";

/** Where clients poll, below the app's base. */
const longPollPath = "/live/longpoll";

/** Connections over HTTP, for browsers that no WebSocket reaches. */
export interface LongPoll {
  /** Whether a request is one of these, by its path. */
  isAsked(request: Request): boolean;
  /** Answers a poll or takes the frames of a client. Never rejects. */
  fetch(request: Request, origin: RequestOrigin): Response | Promise<Response>;
  /** Opens no more connections. */
  stop(): void;
}

/** Answers the stock client's long-poll transport (protocol: long-poll fallback) by the rules of an upgrade. */
export function longPollWith(runtime: LiveRuntime, watch: ConnectionWatch, nodes: PollNodes): LongPoll {
  const { context, counters } = runtime;
  const connections = new PollConnections(runtime, watch, nodes);
  let isStopping = false;

  const refuse = (status: PollStatus, reason: string): string => {
    counters.increment("poll_refused");
    context.log.warn({ reason }, "poll refused");
    return encodePoll(status, null);
  };

  const open = (request: Request, { remoteAddress = "" }: RequestOrigin, csrfInQuery: string | null): string => {
    if (isStopping) return encodePoll(pollStatus.failed, null);
    const { headers } = request;
    const info = connectInfo(context, {
      cookie: headers.get("cookie"),
      csrfToken: headers.get(pollName.csrfHeader) ?? csrfInQuery,
      remoteAddress,
      forwardedFor: headers.get("x-forwarded-for"),
      forwardedProto: headers.get("x-forwarded-proto"),
    });
    const token = connections.open(info);
    return token === null ? refuse(pollStatus.failed, "too many connections") : encodePoll(pollStatus.gone, token);
  };

  const poll = async (found: PollConnection, token: string, asked: Poll): Promise<string> => {
    const { status, messages } = await found.poll(asked);
    return encodePoll(status, token, messages);
  };

  const take = async (request: Request, found: PollConnection): Promise<string> => {
    const body = await readText(request, wireLimits.batchBytes);
    if (!body.ok) {
      found.end();
      return refuse(body.status === 413 ? pollStatus.tooLarge : pollStatus.failed, "body refused");
    }
    const frames = parseBatch(body.text);
    if (frames.ok) found.receive(frames.value);
    else found.end();
    return frames.ok ? encodeTaken(pollStatus.ok) : refuse(pollStatus.failed, frames.reason);
  };

  /** Asks the process that keeps the connection; its answer is the answer, by its own look at the session. */
  const forward = async (request: Request, place: PollPlace, onHangUp: Poll["onHangUp"]): Promise<string> => {
    if (!nodes.forward) return encodePoll(pollStatus.gone, null);
    const body = request.method === "POST" ? await readText(request, wireLimits.batchBytes) : null;
    if (body?.ok === false)
      return refuse(body.status === 413 ? pollStatus.tooLarge : pollStatus.failed, "body refused");
    const left = new AbortController();
    const stay = onHangUp(() => left.abort());
    const answered = await nodes.forward(place, {
      method: request.method === "POST" ? "POST" : "GET",
      target: pathAndQuery(request.url),
      headers: { ...keptHeaders(request.headers), [forwardedHeader]: request.headers.get(forwardedHeader) ?? "" },
      body: body?.text ?? null,
      signal: left.signal,
    });
    stay();
    counters.increment(answered === null ? "poll_node_unreachable" : "poll_forwarded");
    return answered ?? encodePoll(pollStatus.gone, null);
  };

  const answer = (request: Request, origin: RequestOrigin): string | Promise<string> => {
    const { method, headers } = request;
    const asked = parseConnect(pathAndQuery(request.url), undefined);
    if (!asked.ok) return refuse(pollStatus.forbidden, asked.reason);
    if (!isFromHere(request, context)) return refuse(pollStatus.forbidden, "foreign origin");
    const token = headers.get(pollName.tokenHeader) ?? asked.value.pollToken;
    if (token === null && method === "GET") return open(request, origin, asked.value.csrfToken);
    const found = connections.find(token);
    if (found === null || token === null) return encodePoll(pollStatus.gone, null);
    if ("node" in found) return forward(request, found, hangUpOf(request, origin));
    if (!found.isOf(readSession(headers.get("cookie"), context)))
      return refuse(pollStatus.forbidden, "another session");
    if (method !== "GET") return found.inTurn(() => take(request, found));
    return poll(found, token, { timeout: asked.value.pollTimeout, onHangUp: hangUpOf(request, origin) });
  };

  const path = context.base + longPollPath;
  return {
    isAsked({ url }) {
      const target = pathAndQuery(url);
      return target.startsWith(path) && (target.length === path.length || target[path.length] === "?");
    },
    fetch(request, origin) {
      if (request.method === "OPTIONS") return preflight(request, context);
      if (request.method !== "GET" && request.method !== "POST") {
        return new Response(null, { status: 405, headers: { allow: "GET, POST, OPTIONS" } });
      }
      const headers = { ...answerHeaders, ...corsHeaders(request, context) };
      const body = answer(request, origin);
      if (typeof body === "string") return new Response(body, { headers });
      return body.then((text) => new Response(text, { headers }));
    },
    stop: () => void (isStopping = true),
  };
}

/** How somebody is seen to hang up. A request's signal costs more than all else about a poll, so it is the last resort. */
const hangUpOf = (request: Request, { outgoing }: RequestOrigin): Poll["onHangUp"] =>
  outgoing
    ? (left) => {
        outgoing.on("close", left);
        return () => outgoing.off("close", left);
      }
    : (left) => {
        request.signal.addEventListener("abort", left);
        return () => request.signal.removeEventListener("abort", left);
      };

const answerHeaders = { "content-type": "application/json", "cache-control": "no-store" };

/** The request's target without scheme and host, whose first slash comes after "https://". */
const pathAndQuery = (url: string): string => url.slice(url.indexOf("/", 8));
