import { type FormParams, type FormValue, decodeForm } from "./form-data.ts";
import { emptyObject } from "./json-data.ts";
import { limits } from "./limits.ts";
import { pollName, pollTimeout } from "./long-poll.ts";
import { type Parsed, parsed, refused } from "./parsed.ts";
import { protocolVersion } from "./wire-names.ts";

/** What a browser asks for when it opens a socket. */
export interface ConnectRequest {
  /** The path that was asked for, with the base if there is one: "/live/websocket". */
  readonly path: string;
  /** From the subprotocol, else from the query; not verified yet. */
  readonly csrfToken: string | null;
  /** The subprotocol to answer with: the client gives up when it offered one and gets none. */
  readonly protocol: string | null;
  /** Which connection a poll is for; not verified yet. */
  readonly pollToken: string | null;
  /** Milliseconds that the client waits for the answer to a poll. */
  readonly pollTimeout: number;
  /** The app's own parameters. */
  readonly params: FormParams;
}

/** Reads the request line and the `Sec-WebSocket-Protocol` header of an upgrade. Never throws. */
export function parseConnect(url: string, subprotocols: string | undefined): Parsed<ConnectRequest> {
  const mark = url.indexOf("?");
  const query = decodeForm(mark < 0 ? "" : url.slice(mark + 1), { bytes: limits.queryBytes });
  if (!query.ok) return query;
  if (query.value["vsn"] !== protocolVersion) return refused("unsupported version");
  const offered = parseSubprotocols(subprotocols);
  return parsed({
    path: mark < 0 ? url : url.slice(0, mark),
    csrfToken: offered.token ?? textOf(query.value["_csrf_token"]),
    protocol: offered.protocol,
    pollToken: textOf(query.value[pollName.tokenParam]),
    pollTimeout: Number(textOf(query.value[pollName.timeoutParam])) || pollTimeout,
    params: appParams(query.value),
  });
}

const textOf = (value: FormValue | undefined): string | null => (typeof value === "string" ? value : null);

const tokenPrefix = "base64url.bearer.phx.";

function parseSubprotocols(header: string | undefined): {
  readonly protocol: string | null;
  readonly token: string | null;
} {
  const offered = (header ?? "").split(",").map((name) => name.trim());
  const bearer = offered.find((name) => name.startsWith(tokenPrefix));
  return {
    protocol: offered.includes("phoenix") ? "phoenix" : null,
    token: bearer ? Buffer.from(bearer.slice(tokenPrefix.length), "base64url").toString("utf8") : null,
  };
}

// The stock client leaks what it adds to joins into the socket's URL.
const clientParams = new Set([
  "vsn",
  pollName.tokenParam,
  pollName.timeoutParam,
  "_csrf_token",
  "_live_referer",
  "_mount_attempts",
  "_mounts",
  "_track_static",
]);

function appParams(query: FormParams): FormParams {
  const params = emptyObject<FormValue>();
  for (const [key, value] of Object.entries(query)) if (!clientParams.has(key)) params[key] = value;
  return params;
}
