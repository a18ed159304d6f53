import { newClient } from "../ground.ts";
import { type Account, type Presence, register } from "../principals.ts";
import { type Stage, anyPage, liveRoutes } from "../stage.ts";
import type { LivePage } from "../wire/live-page.ts";
import type { RawClient } from "../wire/raw-client.ts";
import type { RawSocket } from "../wire/raw-socket.ts";

/** Somebody new, with an account and a network of their own. */
export interface Newcomer {
  readonly client: RawClient;
  readonly account: Account;
}

/** Registers somebody for one attack: throttles of others stay as they are. */
export async function newcomer(stage: Stage, { confirmed = true } = {}): Promise<Newcomer> {
  const client = newClient(stage.ground);
  return { client, account: await register(client, stage, { confirmed }) };
}

/** A page without parameters that only those see who are logged in. */
export function guardedPath(stage: Stage): string {
  const found = liveRoutes(stage).find(({ pattern, guards }) => {
    const entry = stage.entries.find(({ kind, at }) => kind === "live" && at === pattern);
    return (
      !pattern.includes(":") &&
      guards.some(({ kind }) => kind === "identity") &&
      entry !== undefined &&
      stage.expect(entry, "user").verdict === "allowed"
    );
  });
  if (!found) throw new Error("The app has no live page without parameters that is guarded.");
  return found.pattern;
}

/** Whether a client is let in as a user over HTTP, without anything being kept of the answer. */
export async function isIn(stage: Stage, client: RawClient): Promise<boolean> {
  return (await client.fork().get(guardedPath(stage))).status === 200;
}

/** Whether a join with this page's tokens and this client's cookies gives a view. */
export async function isJoined(client: RawClient, page: LivePage, { at = page.path } = {}): Promise<boolean> {
  const { socket } = await client.connect({ csrf: page.csrf });
  if (!socket) return false;
  const { response } = await client.join(socket, page, { at });
  socket.close();
  return response["rendered"] !== undefined;
}

/** A guarded page that somebody has open. */
export interface OpenPage {
  readonly page: LivePage;
  readonly socket: RawSocket;
}

/** Opens a guarded page. @throws Error where that isn't let in. */
export async function openPage(stage: Stage, client: RawClient): Promise<OpenPage> {
  const page = await client.page(guardedPath(stage));
  if (!page) throw new Error("Somebody who is logged in isn't let in.");
  const socket = await client.socketOf(page);
  await client.join(socket, page);
  return { page, socket };
}

/** Whether an open page is still answered as before: an event that nobody declares is refused, not unheard. */
export async function isOpen({ page, socket }: OpenPage): Promise<boolean> {
  if (socket.closed !== null) return false;
  const ref = socket.push(`lv:${page.id}`, "event", { type: "click", event: "is it open", value: {} }, "1");
  return (await socket.reply(ref)).status === "ok";
}

/** Whether a page that is kept open by heartbeats is ended by the server within so many milliseconds. */
export async function endsWithin({ page, socket }: OpenPage, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  for (;;) {
    if (socket.closed !== null) return true;
    if (performance.now() > deadline) return !(await isOpen({ page, socket }));
    await socket.isAlive();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** A live page of a principal, and its client. */
export const pageOf = async (stage: Stage, { client, account }: Presence): Promise<LivePage> =>
  anyPage(stage, client, account);

/** Sends the form by which somebody logs out. */
export async function logOut(stage: Stage, client: RawClient): Promise<void> {
  await client.post(stage.plan.accounts.logOut, { _method: "delete" });
}

/** A sentence where something is so that may not be. */
export const unless = (isSafe: boolean, what: string): readonly string[] => (isSafe ? [] : [what]);
