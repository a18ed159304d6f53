import type { AuditEntry } from "livegate";
import type { Presence } from "../principals.ts";
import { type Stage, liveRoutes, newRecords, pathFor } from "../stage.ts";
import type { LivePage } from "../wire/live-page.ts";
import type { RawClient } from "../wire/raw-client.ts";
import { type Cell, entryName, told } from "./cell.ts";

/** Pages that a principal has had, by live session: their tokens are what it attacks with. */
export type PagesHad = ReadonlyMap<string, LivePage>;

/** What joins are tried with. */
export interface Tokens {
  readonly own: PagesHad;
  /** Those of `user`, as if they had been stolen. */
  readonly stolen: PagesHad;
}

/** Loads a page of every live session that lets this principal in. */
export async function loadPages(stage: Stage, { client }: Presence): Promise<PagesHad> {
  const had = new Map<string, LivePage>();
  for (const { pattern, liveSession } of liveRoutes(stage)) {
    if (had.has(liveSession.name) || pattern.includes(":")) continue;
    const page = await client.page(pattern);
    if (page) had.set(liveSession.name, page);
  }
  return had;
}

interface Try {
  readonly page: LivePage;
  readonly by: "url" | "redirect";
}

/** Joins a live route in every way that there is: as its own page, by live navigation, and with tokens that aren't for it. */
export async function tryLive(stage: Stage, entry: AuditEntry, presence: Presence, tokens: Tokens): Promise<Cell[]> {
  const { name: principal, client } = presence;
  const expected = stage.expect(entry, principal);
  const at = pathFor(entry.at, stage, await newRecords(stage));
  const session = liveRoutes(stage).find(({ pattern }) => pattern === entry.at)?.liveSession.name ?? "";
  const cell = (way: string, wanted: string, seen: string): Cell => ({
    entry: entryName(entry),
    principal,
    way,
    expected: wanted,
    seen: seen === "no" ? (wanted === "allowed" ? "denied" : wanted) : seen,
  });
  const page = expected.verdict === "allowed" ? await client.fork().page(at) : null;
  const inside: Try[] = [...waysIn(tokens.own.get(session)), ...waysIn(tokens.stolen.get(session))];
  const outside: Try[] = [...tokens.own].flatMap(([name, had]) => (name === session ? [] : waysIn(had)));
  const cells: Cell[] = [];
  const wanted = told(expected);
  if (expected.verdict === "allowed") {
    cells.push(cell("join", wanted, page ? await joinedBy(client, at, [{ page, by: "url" }]) : "denied over HTTP"));
    const had = tokens.own.get(session);
    // Loaded anew: an older one may be of a session that has ended.
    const from = had && (await client.fork().page(had.path));
    if (from) cells.push(cell("navigation", wanted, await joinedBy(client, at, [{ page: from, by: "redirect" }])));
  } else {
    cells.push(
      cell(
        "join",
        wanted,
        await joinedBy(
          client,
          at,
          inside.filter(({ by }) => by === "url"),
        ),
      ),
    );
    cells.push(
      cell(
        "navigation",
        wanted,
        await joinedBy(
          client,
          at,
          inside.filter(({ by }) => by === "redirect"),
        ),
      ),
    );
  }
  if (outside.length > 0)
    cells.push(
      cell(
        "from another live session",
        "denied",
        (await joinedBy(client, at, outside)) === "no" ? "denied" : "allowed",
      ),
    );
  return cells;
}

const waysIn = (page: LivePage | undefined): Try[] =>
  page ? (["url", "redirect"] as const).map((by) => ({ page, by })) : [];

/** "allowed" if one of the joins gets the view; "no" where none does. */
async function joinedBy(client: RawClient, at: string, tries: readonly Try[]): Promise<string> {
  for (const { page, by } of tries) {
    const { socket, status } = await client.connect({ csrf: page.csrf });
    if (!socket) return `no socket: ${status}`;
    try {
      const { response } = await client.join(socket, page, { at, by });
      const shown = socket.texts.find((text) => text.includes('"rendered"'));
      if (response["rendered"] || shown) return "allowed";
    } finally {
      socket.close();
    }
  }
  return "no";
}
