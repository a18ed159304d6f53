import { parseConnect } from "../protocol/connect-request.ts";
import { checkHost } from "../plug/check-host.ts";
import { checkOrigin } from "../plug/check-origin.ts";
import type { ConnectionWatch } from "../runtime/connection-watch.ts";
import { LiveConnection } from "../runtime/live-connection.ts";
import type { LiveRuntime } from "../runtime/live-runtime.ts";
import { connectInfo } from "./connect-info.ts";
import { type DevelopmentPages, developmentPath } from "./development-pages.ts";
import type { ConnectResult, UpgradeRequest } from "./app.ts";

/** Decides about upgrades: path, host, origin and version refuse; the session decides what joins may do. */
export function connectWith(runtime: LiveRuntime, watch: ConnectionWatch, pages: DevelopmentPages | null) {
  const { context } = runtime;
  const refuse = (status: number, reason: string): ConnectResult => {
    runtime.counters.increment("upgrade_refused");
    context.log.warn({ reason }, "upgrade refused");
    return { ok: false, status, reason };
  };

  return (upgrade: UpgradeRequest): ConnectResult => {
    const { headers } = upgrade;
    const asked = parseConnect(upgrade.url, headers["sec-websocket-protocol"]);
    if (!asked.ok) return refuse(403, asked.reason);
    const socket = asked.value.path.slice(context.base.length);
    const isPages = pages !== null && socket === developmentPath;
    if (!asked.value.path.startsWith(context.base) || (socket !== "/live/websocket" && !isPages))
      return refuse(404, "no socket at this path");
    if (!checkHost(headers.host, context)) return refuse(421, "unknown host");
    if (!checkOrigin(headers.origin, headers.cookie, context)) return refuse(403, "foreign origin");
    if (isPages) return { ok: true, protocol: asked.value.protocol, open: (transport) => pages.open(transport) };
    const info = connectInfo(context, {
      cookie: headers.cookie,
      csrfToken: asked.value.csrfToken,
      remoteAddress: upgrade.remoteAddress,
      forwardedFor: headerText(headers["x-forwarded-for"]),
      forwardedProto: headerText(headers["x-forwarded-proto"]),
    });
    return {
      ok: true,
      protocol: asked.value.protocol,
      open(transport) {
        const connection = new LiveConnection(runtime, info, transport, (closed) => watch.remove(closed));
        watch.add(connection);
        return connection;
      },
    };
  };
}

/** A header that came several times is one list (RFC 9110, section 5.3). */
const headerText = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === "object" ? value.join(",") : value;
