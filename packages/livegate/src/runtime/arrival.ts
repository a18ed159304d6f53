import type { Arrival } from "../live/arrival.ts";
import type { JoinPayload } from "../protocol/payloads.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";

/** What a join says of its page. */
export const arrivalOf = (
  { hasAsset }: Pick<EndpointContext, "hasAsset">,
  { location, params: { mounts, own, trackStatic } }: Pick<JoinPayload, "location" | "params">,
): Arrival => ({
  navigationType: mounts > 0 ? "reconnect" : location?.by === "redirect" ? "navigate" : "load",
  connectParams: own,
  staticChanged: trackStatic.some((url) => !hasAsset(URL.parse(url)?.pathname ?? "")),
});
