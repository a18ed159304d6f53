import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Attack } from "./attacks/attack.ts";
import type { AttackResult } from "./report.ts";
import { type Stage, anyPage, presenceOf } from "./stage.ts";

/** Makes an attack, and looks whether everything else is as it was: the process, its answers, other people's pages, the rows. */
export async function makeAttack(attack: Attack, stage: Stage): Promise<AttackResult> {
  const { id, does, safe } = attack;
  const missing = missingFor(attack, stage);
  if (missing !== null) return { id, does, safe, ms: 0, skipped: missing, found: [] };
  const begin = performance.now();
  const found: string[] = [];
  const { ground } = stage;
  const [failures, leaks] = [ground.failures.length, ground.leaks.length];
  const witness = attack.needs === "restart" ? null : await openWitness(stage);
  const before = attack.changes ? null : await rowsOf(stage);
  try {
    found.push(...(await attack.run(stage)));
  } catch (error) {
    found.push(`it could not be made to its end: ${String(error instanceof Error ? error.stack : error)}`);
  }
  const isAlive = ground.isAlive();
  if (!isAlive) found.push("the app's process has ended");
  found.push(...ground.failures.slice(failures).map(({ at, status }) => `${at} was answered with ${status}`));
  found.push(...ground.leaks.slice(leaks).map((leak) => `there was ${leak}`));
  if (isAlive && witness && !(await witness())) found.push("somebody else's page was cut off");
  if (isAlive && before !== null && before !== (await rowsOf(stage))) found.push("rows of the database have changed");
  return { id, does, safe, ms: performance.now() - begin, skipped: null, found };
}

function missingFor({ needs }: Attack, { ground }: Stage): string | null {
  if (needs === "mails" && !ground.mails) return "it reads the app's mails";
  if (needs === "restart" && !ground.restart) return "it restarts the app";
  if (needs === "twin" && !ground.twin) return "it starts another process of the app";
  if (needs === "database" && !ground.withoutDatabase) return "it takes the database away";
  if (needs === "log" && ground.log() === null) return "it reads the app's log";
  return null;
}

/** Opens a page of `user`'s; what it gives says whether that is still answered, and closes it. */
async function openWitness(stage: Stage): Promise<() => Promise<boolean>> {
  const { client, account } = presenceOf(stage, "user");
  const page = await anyPage(stage, client, account);
  const socket = await client.socketOf(page);
  await client.join(socket, page);
  return async () => {
    const ended = socket.frames.some(([, , , event]) => event === "phx_error" || event === "phx_close");
    const answered = await socket.isAlive().catch(() => false);
    socket.close();
    return answered && !ended;
  };
}

/** Tables whose rows tell what happened: they may grow under any attack. */
const notes = ["audit", "sessions", "mails", "tokens"] as const;

/** The rows of the app's tables, as a hash. Accounts come and go with the attacks: of them the older ones count. */
export async function rowsOf({ ground: { db }, plan, present }: Stage): Promise<string> {
  const hash = createHash("sha256");
  const left = new Set<string>(notes.map((name) => plan.tables[name]));
  const known = new Set(present.map(({ account }) => account?.id));
  for (const { name } of await db.introspection.getTables()) {
    if (left.has(name) || name.startsWith("kysely_") || name.startsWith("livegate_")) continue;
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db);
    const counted = name === plan.tables.users ? rows.filter(({ id }) => known.has(id as never)) : rows;
    hash.update(
      `${name}\n${counted
        .map((row) => JSON.stringify(row))
        .toSorted()
        .join("\n")}\n`,
    );
  }
  return hash.digest("hex");
}
