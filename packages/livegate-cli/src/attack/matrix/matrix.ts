import type { AuditEntry } from "livegate";
import { type Presence, appear, logIn, sessionsOf } from "../principals.ts";
import { type Stage, isUntold } from "../stage.ts";
import { type Cell, entryName, told } from "./cell.ts";
import { isAnonymous } from "./expectation.ts";
import { tryEvent } from "./try-event.ts";
import { type PagesHad, type Tokens, loadPages, tryLive } from "./try-live.ts";
import { tryRoute } from "./try-route.ts";

/** Tries every entry point as every principal. */
export async function runMatrix(stage: Stage): Promise<readonly Cell[]> {
  const pages = new Map<string, PagesHad>();
  for (const presence of stage.present) pages.set(presence.name, await loadPages(stage, presence));
  for (const { name, loses } of stage.plan.principals) {
    const account = stage.present.find((each) => each.name === name)?.account;
    if (loses && account) await loses(account, stage);
  }
  const stolen = pages.get("user") ?? new Map();
  const cells: Cell[] = [];
  for (const presence of stage.present) {
    let own: PagesHad = pages.get(presence.name) ?? new Map();
    // Who hasn't proved an address may have no session in the first place.
    const isIn = presence.account !== null && (await sessionsOf(presence.account, stage)).length > 0;
    for (const entry of stage.entries) {
      // Who deletes an account has another one for that: what follows is tried with this one.
      const who = isIn && deletesAccount(stage, entry) ? await appearAgain(stage, presence) : presence;
      cells.push(...(await tryEntry(stage, entry, who, { own, stolen })));
      if (isIn && (await comeBack(stage, presence))) own = await loadPages(stage, presence);
    }
  }
  return cells;
}

async function tryEntry(stage: Stage, entry: AuditEntry, presence: Presence, tokens: Tokens): Promise<Cell[]> {
  if (isUntold(stage, entry) && stage.expect(entry, presence.name).verdict !== "denied") return [];
  switch (entry.kind) {
    case "route":
      return tryRoute(stage, entry, presence);
    case "live":
      return [...(await tryRoute(stage, entry, presence)), ...(await tryLive(stage, entry, presence, tokens))];
    case "nested view":
    case "upload":
    case "component upload":
      return inside(stage, entry, presence, tokens);
    case "event":
    case "component event":
      if (entry.name.includes(".")) return inside(stage, entry, presence, tokens);
      return tryEvent(stage, entry, presence, tokens);
    case "topics":
      return topics(stage, entry, presence, tokens);
  }
}

/** A view inside a page, and what it takes, and a page's uploads, are reached by whoever reaches the page, under the very same guards. */
async function inside(stage: Stage, entry: AuditEntry, presence: Presence, tokens: Tokens): Promise<Cell[]> {
  const page = stage.entries.find(
    ({ kind, name }) => (kind === "live" || kind === "route") && name === `GET ${entry.at}`,
  );
  const cells = page ? await tryEntry(stage, page, presence, tokens) : [];
  return cells.map(({ way, principal, expected, seen }) => {
    return { entry: entryName(entry), principal, way: `${way} of the page around it`, expected, seen };
  });
}

/** Topics are heard by whoever has the view, and by nobody who asks for one by its name. */
async function topics(stage: Stage, entry: AuditEntry, presence: Presence, tokens: Tokens): Promise<Cell[]> {
  const [join] = await tryLive(stage, { ...entry, kind: "live", name: `GET ${entry.at}` }, presence, tokens);
  const cells = join ? [{ ...join, entry: entryName(entry), way: "subscribe with the view" }] : [];
  const { socket } = await presence.client.connect();
  if (!socket) return cells;
  const answers = await Promise.all(
    ["albums", entry.at, "*", "lg:all"].map((topic) => socket.reply(socket.push(topic, "phx_join", {}))),
  );
  socket.close();
  const heard = answers.find(({ status }) => status !== "error");
  const expected = told({ verdict: "denied", by: null, exits: [] });
  return [
    ...cells,
    {
      entry: entryName(entry),
      principal: presence.name,
      way: "join of a topic",
      expected,
      seen: heard ? "allowed" : "denied",
    },
  ];
}

const deletesAccount = ({ plan }: Stage, { kind, name }: AuditEntry): boolean =>
  kind === "route" && name === `DELETE ${plan.accounts.deleteAccount}`;

async function appearAgain(stage: Stage, presence: Presence): Promise<Presence> {
  const principal = stage.plan.principals.find(({ name }) => name === presence.name);
  return principal && !isAnonymous(principal) ? appear(principal, stage) : presence;
}

/** Logs a principal in again that has just logged itself out; says whether it had. */
async function comeBack(stage: Stage, { name, client, account }: Presence): Promise<boolean> {
  const principal = stage.plan.principals.find((each) => each.name === name);
  if (!account || !principal || isAnonymous(principal)) return false;
  if ((await sessionsOf(account, stage)).length > 0) return false;
  client.cookies.clear();
  await logIn(client, account, stage);
  return true;
}
