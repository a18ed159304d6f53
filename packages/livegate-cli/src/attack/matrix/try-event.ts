import type { AuditEntry } from "livegate";
import type { PlausiblePayload, Records } from "../attack-plan.ts";
import type { Presence } from "../principals.ts";
import { type Stage, liveRoutes, newRecords, pathFor } from "../stage.ts";
import type { LivePage } from "../wire/live-page.ts";
import type { RawClient } from "../wire/raw-client.ts";
import type { RawSocket, Reply } from "../wire/raw-socket.ts";
import { type Cell, entryName, told } from "./cell.ts";
import { eventKey } from "./expectation.ts";
import type { Tokens } from "./try-live.ts";

/** Sends an event raw, with an empty payload and with one that it would take; who isn't let in sends it without a join. */
export async function tryEvent(stage: Stage, entry: AuditEntry, presence: Presence, tokens: Tokens): Promise<Cell[]> {
  const { name: principal } = presence;
  const expected = stage.expect(entry, principal);
  const cell = (way: string, wanted: string, seen: string): Cell => ({
    entry: entryName(entry),
    principal,
    way,
    expected: wanted,
    seen,
  });
  const wanted = told(expected);
  if (expected.verdict === "denied") {
    const seen = await sentWithoutJoin(presence.client, entry, tokens);
    return [cell("event without a join", wanted, seen === "denied" ? wanted : seen)];
  }
  const empty = await sent(stage, entry, presence, () => ({}));
  const cells = [cell("empty payload", "view alive", empty.isAlive ? "view alive" : empty.seen)];
  const claim = stage.plan.events?.[eventKey(entry)];
  if (!claim) return [...cells, ...(entry.rule ? [cell("plausible payload", "a claim in attack.ts", "none")] : [])];
  const { seen } = await sent(stage, entry, presence, claim.payload);
  return [...cells, cell("plausible payload", wanted, seen)];
}

async function sentWithoutJoin(client: RawClient, entry: AuditEntry, { own, stolen }: Tokens): Promise<string> {
  const page = [...own.values(), ...stolen.values()][0];
  const { socket } = await client.connect({ csrf: page?.csrf ?? null });
  if (!socket) return "denied";
  try {
    const ref = socket.push(`lv:${page?.id ?? "phx-main"}`, "event", clicked(entry.name, {}), "1");
    const { status, response } = await socket.reply(ref);
    return status === "error" && response["reason"] === "unmatched topic" ? "denied" : `${status} without a join`;
  } finally {
    socket.close();
  }
}

interface Sent {
  readonly seen: string;
  readonly isAlive: boolean;
}

/** Opens a page where the event stands, and sends it. */
async function sent(
  stage: Stage,
  entry: AuditEntry,
  { client }: Presence,
  payload: (records: Records) => PlausiblePayload,
): Promise<Sent> {
  const records = await newRecords(stage);
  let seen = "no page shows it";
  for (const path of placesOf(stage, entry).map((pattern) => pathFor(pattern, stage, records))) {
    const page = await client.fork().page(path);
    if (!page) continue;
    const socket = await client.socketOf(page);
    try {
      const answer = await sentOn({ client, socket, page }, entry, payload(records));
      seen = answer ?? seen;
      if (answer !== null) return { seen, isAlive: (await socket.isAlive()) && isOpen(socket, page) };
    } finally {
      socket.close();
    }
  }
  return { seen, isAlive: false };
}

/** Where an event may stand: the route of the audit, and the others of its view, whose components may be shown there alone. */
function placesOf(stage: Stage, { at, kind }: AuditEntry): readonly string[] {
  const routes = liveRoutes(stage);
  if (kind === "event") return [at];
  const view = routes.find(({ pattern }) => pattern === at)?.view;
  return [at, ...routes.filter((route) => route.view === view && route.pattern !== at).map(({ pattern }) => pattern)];
}

interface Opened {
  readonly client: RawClient;
  readonly socket: RawSocket;
  readonly page: LivePage;
}

/** What came of an event on a page; null where nothing there declares it. */
async function sentOn({ client, socket, page }: Opened, entry: AuditEntry, payload: PlausiblePayload) {
  const { response } = await client.join(socket, page);
  const rendered = response["rendered"] as Readonly<Record<string, unknown>> | undefined;
  if (!rendered) return null;
  const name = entry.name.replace(/ \(\d+\)$/, "");
  const cids = entry.kind === "event" ? [null] : Object.keys((rendered["c"] ?? {}) as object).map(Number);
  for (const cid of cids) {
    const ref = socket.push(`lv:${page.id}`, "event", { ...clicked(name, payload), ...(cid !== null && { cid }) }, "1");
    const seen = verdictOf(await socket.reply(ref));
    if (seen !== "unknown_event") return seen;
  }
  return null;
}

const clicked = (event: string, payload: PlausiblePayload): object =>
  typeof payload === "string"
    ? { type: "form", event, value: payload, meta: {} }
    : { type: "click", event, value: payload };

/** What a reply says of an event: refusals are acknowledged with a note for the page. */
function verdictOf({ status, response }: Reply): string {
  if (status !== "ok") return `${status}: ${JSON.stringify(response)}`;
  const reason = refusalIn(response);
  if (reason === null) return "allowed";
  return reason === "not_found" || reason === "not_allowed" ? "refused" : reason;
}

/** The reason of a refused event; null for one that was taken. */
export function refusalIn(response: Readonly<Record<string, unknown>>): string | null {
  return /\["lg:refused",\{[^}]*"reason":"(\w+)"/.exec(JSON.stringify(response))?.[1] ?? null;
}

/** Whether nothing has ended the view. */
const isOpen = ({ frames }: RawSocket, { id }: LivePage): boolean =>
  !frames.some(([, , topic, event]) => topic === `lv:${id}` && event === "phx_error");
