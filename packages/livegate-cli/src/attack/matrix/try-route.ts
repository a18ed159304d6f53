import type { AuditEntry } from "livegate";
import type { Presence } from "../principals.ts";
import { type Stage, anyPage, newRecords, pathFor } from "../stage.ts";
import type { HttpAnswer } from "../wire/http-answer.ts";
import { type Cell, entryName, told } from "./cell.ts";
import type { Expectation } from "./expectation.ts";

/** Asks for a route over HTTP; what changes something brings the token of the session that it has. */
export async function tryRoute(stage: Stage, entry: AuditEntry, { name: principal, client, account }: Presence) {
  const [method = "", pattern = ""] = entry.name.split(" ");
  const expected = stage.expect(entry, principal);
  const path = pathFor(pattern, stage, await newRecords(stage));
  const own = client.fork();
  const token = method === "GET" ? null : (await anyPage(stage, own, account)).csrf;
  const answer = await own.send(method, path, token === null ? {} : { body: { _csrf_token: token } });
  const seen = told(seenIn(answer, expected));
  return [{ entry: entryName(entry), principal, way: method, expected: told(expected), seen }] satisfies Cell[];
}

/** What an answer shows, given where the guards of the chain send people. */
function seenIn({ status, headers }: HttpAnswer, { by, exits }: Expectation): Expectation {
  const to = headers.get("location")?.[0]?.split("?", 1)[0] ?? null;
  const isExit = status === 302 ? exits.includes(to) : (status === 403 || status === 404) && exits.includes(null);
  if (isExit) return { verdict: "denied", by: by ?? "a guard of the chain", exits };
  if (status === 401 || status === 403 || status === 404) return { verdict: "refused", by: null, exits };
  const isAnswer = status < 300 || status === 303 || status === 422 || status === 410 || status === 400;
  return {
    verdict: isAnswer ? "allowed" : "denied",
    by: isAnswer ? null : `an answer of ${status} ${to ?? ""}`,
    exits,
  };
}
