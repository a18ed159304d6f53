import type { AccountPaths } from "../attack-plan.ts";
import { newClient } from "../ground.ts";
import { type Account, logIn, sessionsOf } from "../principals.ts";
import { type Stage, pathFor } from "../stage.ts";
import type { RawClient } from "../wire/raw-client.ts";
import type { Attack } from "./attack.ts";
import { newcomer, unless } from "./newcomer.ts";

/** What an entry point asks for beyond what its page, or a user, is asked for: a proof that is good for a while only. */
interface Asking {
  readonly path: string;
  readonly name: string;
  readonly kind: "event" | "route";
  /** Where those are sent who have to prove anew who they are. */
  readonly proof: string;
}

/** Events that ask for more than their page does, and routes that ask for the same. */
function asking(stage: Stage): readonly Asking[] {
  const pageGuards = new Map(stage.entries.filter(({ kind }) => kind === "live").map(({ at, guards }) => [at, guards]));
  const events = stage.entries.filter(
    ({ kind, at, guards }) => kind === "event" && guards.length > (pageGuards.get(at)?.length ?? Infinity),
  );
  const asked = new Set(events.map(({ guards }) => guards.at(-1) ?? ""));
  const proofOf = (guard: string): string | null => stage.plan.guards[guard]?.sendsTo ?? null;
  return stage.entries.flatMap(({ kind, name, at, guards }) => {
    const guard = guards.at(-1) ?? "";
    const proof = asked.has(guard) ? proofOf(guard) : null;
    const isEvent = kind === "event" && events.some((event) => event.name === name && event.at === at);
    const isRoute = kind === "route" && !name.startsWith("GET ");
    if (proof === null || at.includes(":") || !(isEvent || isRoute)) return [];
    return [
      {
        path: pathFor(at, stage, {}),
        name: isRoute ? name.split(" ")[0]! : name,
        kind: isRoute ? "route" : "event",
        proof,
      },
    ];
  });
}

/** Makes it long ago that somebody showed who they are. A production server has no clock that could be turned. */
async function growOld({ ground: { db }, plan }: Stage, { id }: Account): Promise<void> {
  const at = new Date(Date.now() - 3_600_000).toISOString();
  await db
    .updateTable(plan.tables.sessions)
    .set({ factors: JSON.stringify([{ method: "password", at }]) })
    .where("user_id", "=", id)
    .execute();
}

/** Sends what asks for a proof, once. */
async function send(client: RawClient, { settings }: AccountPaths, { path, name, kind }: Asking): Promise<void> {
  // A form's path needn't be that of a page.
  const page = (await client.page(path)) ?? (kind === "route" ? await client.page(settings) : null);
  if (!page) throw new Error(`${path} could not be loaded.`);
  if (kind === "route") return void (await client.send(name, path, { body: { _csrf_token: page.csrf } }));
  const socket = await client.socketOf(page);
  await client.join(socket, page);
  await socket.reply(socket.push(`lv:${page.id}`, "event", { type: "click", event: name, value: {} }, "1"));
  socket.close();
}

/** Attacks on what asks anew who is there. */
export const sudoAttacks: readonly Attack[] = [
  {
    id: "K18",
    does: "sends what asks who is there, by event and by form, an hour after its user has shown it",
    safe: "nothing is done before the password was typed again, and then once",
    quick: true,
    async run(stage) {
      const found: string[] = [];
      for (const each of asking(stage)) {
        const { client, account } = await newcomer(stage);
        const other = newClient(stage.ground);
        await logIn(other, account, stage);
        await growOld(stage, account);
        const rows = async (): Promise<string> => (await sessionsOf(account, stage)).toSorted().join();
        const before = await rows();
        const what = `${each.kind} ${each.name} at ${each.path}`;
        for (let n = 0; n < 2 && (await rows()) === before; n++) await send(client, stage.plan.accounts, each);
        if ((await rows()) !== before) {
          found.push(`${what} was done without a proof`);
          continue;
        }
        const wrong = await client.post(each.proof, {
          [`${stage.plan.accounts.form}[current_password]`]: "a wrong password",
        });
        await send(client, stage.plan.accounts, each);
        if (wrong.status === 303 || (await rows()) !== before) found.push(`${what} was done for a wrong password`);
        const proven = await client.post(each.proof, {
          [`${stage.plan.accounts.form}[current_password]`]: account.password,
        });
        found.push(...unless(proven.status === 303, `the right password was answered with ${proven.status}`));
      }
      return found;
    },
  },
];
