import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { describe, it } from "node:test";
import type { ConformanceClient } from "../conformance/conformance-client.ts";
import type { JoinedView } from "../conformance/wire/joined-view.ts";
import { type Page, csrfTokenOf } from "../conformance/wire/page.ts";
import { Random } from "../deep/random.ts";
import { type SampleApp, sampleAppFor } from "./sample-app/sample-app.ts";
import { type Deed, type ModelSession, SessionModel } from "./session-model.ts";
import { copyOf, otherPassword, password, registered, submit } from "./visiting.ts";

const AUTH = "__Host-auth";
const STEPS = 80;
/** Those that are always the same, and some that are always others. `SESSION_SEED=7 SESSION_SEEDS=500` tries those from 7 on. */
const SEEDS = seeds(Number(process.env["SESSION_SEED"] ?? 0), Number(process.env["SESSION_SEEDS"] ?? 1));
const BEAT = 30_000;
const SECONDS = [1, 1, 5, 5, 9, 9, 10, 10, 30, 60, 60, 599, 600, 3_600, 3_600, 86_400, 7 * 86_400];

/** Somebody with cookies: the owner in a browser, or whoever has copied them. */
interface Holder {
  readonly name: string;
  readonly client: ConformanceClient;
  /** The page that was fetched last, whose tokens open sockets and send forms. */
  page: Page | null;
}

/** A page that is open, and the session that it was joined in. */
interface OpenView {
  readonly view: JoinedView;
  readonly session: ModelSession;
  readonly isProved: boolean;
  isGone: boolean;
}

/** One run: an app, the rules beside it, and what was done so far. */
class Run {
  readonly app: SampleApp;
  readonly random: Random;
  readonly model: SessionModel;
  readonly owner: Holder;
  readonly holders: Holder[];
  readonly views: OpenView[] = [];
  readonly done: string[] = [];
  readonly userId: number;
  counted = 0;

  private constructor(app: SampleApp, random: Random, owner: ConformanceClient, userId: number) {
    this.app = app;
    this.random = random;
    this.model = new SessionModel(app.clock.now(), password);
    this.model.started(tokenOf(owner) ?? "", false);
    this.userId = userId;
    this.owner = { name: "owner", client: owner, page: null };
    this.holders = [this.owner];
  }

  static async begin(app: SampleApp, seed: number): Promise<Run> {
    const owner = await registered(app);
    const { id } = await app.db.selectFrom("users").select("id").executeTakeFirstOrThrow();
    return new Run(app, new Random(seed), owner, id);
  }

  /** Does something at random, and compares what came of it with the rules. */
  async step(): Promise<void> {
    // Where the owner is out, all others are soon, and nothing more would happen.
    const isOut = this.model.find(tokenOf(this.owner.client), "read") === null;
    const deed = isOut && this.random.below(2) === 0 ? comeBack : this.random.one(deeds);
    this.done.push(deed.name);
    const present = this.views.filter(({ isGone }) => !isGone);
    const alive = this.model.sessions.filter((session) => this.model.isAlive(session));
    await deed(this);
    this.settle();
    // What has just gone is tried at once.
    for (const open of present.filter(({ isGone }) => isGone)) await use(this, open);
    for (const { token } of alive.filter((session) => !this.model.isAlive(session))) await tryToken(this, token);
    assert.equal(this.app.counted, this.counted, "events that were handled");
  }

  note(text: string): void {
    this.done.push(`  ${text}`);
  }

  anybody(): Holder {
    return this.random.one(this.holders);
  }

  /** What an answer says of tokens: one may only be given where the rules let it, and is what is good from then on. */
  saw(holder: Holder, page: Page, before: string | undefined): Page {
    const token = tokenOf(holder.client);
    if (token === undefined || token === before) this.model.presented(before);
    else {
      assert.ok(this.model.mayRenew(before), "a token that isn't due was renewed");
      this.model.presented(before);
      this.model.renewed(this.model.find(before, "read")!, token, "due"); // It may be renewed, so it is there.
    }
    return page;
  }

  async get(holder: Holder, path: string): Promise<Page> {
    const before = tokenOf(holder.client);
    return this.saw(holder, await holder.client.get(path), before);
  }

  /** Compares what was let through with the rules. */
  judge(what: string, holder: Holder, { token, deed, passed }: Judged): ModelSession | null {
    const session = this.model.find(token, deed);
    this.note(`${holder.name}: ${what} ${passed ? "passed" : "refused"}`);
    assert.equal(passed, session !== null, `${what} of ${holder.name}`);
    return session;
  }

  /** Pages whose session or right is gone are gone with it. */
  settle(): void {
    for (const open of this.views) {
      if (!this.model.isAlive(open.session) || (open.isProved && !this.model.isProved)) open.isGone = true;
    }
  }
}

interface Judged {
  readonly token: string | undefined;
  readonly deed: Deed;
  readonly passed: boolean;
}

const tokenOf = (client: ConformanceClient): string | undefined => client.cookies.get(AUTH);
const visitor = { network: "192.0.2.99", userAgent: "", device: null, accounts: [], session: null };

const pages: readonly (readonly [path: string, deed: Deed])[] = [
  ["/", "read"],
  ["/users/settings", "read"],
  ["/sudo", "sudo"],
  ["/proved", "proved"],
];

function seeds(first: number, count: number): readonly number[] {
  const from = (start: number, length: number) => Array.from({ length }, (_value, n) => start + n);
  return first > 0 ? from(first, count) : [...from(1, 20), ...from(1_000 + (Date.now() % 1_000_000), 10)];
}

async function readPage(run: Run): Promise<void> {
  const holder = run.anybody();
  const [path, deed] = run.random.one(pages);
  const token = tokenOf(holder.client);
  const session = run.model.find(token, deed);
  const page = await run.get(holder, path);
  run.note(`${holder.name}: GET ${path} ${page.status}`);
  assert.equal(page.status, session === null ? 302 : 200, `GET ${path} of ${holder.name}`);
  if (page.status === 200) holder.page = page;
}

async function changeSomething(run: Run): Promise<void> {
  const holder = run.anybody();
  if (!holder.page) return;
  const token = tokenOf(holder.client);
  const mayPass = run.model.find(token, "change") !== null;
  const csrf = { "x-csrf-token": csrfTokenOf(holder.page) };
  const page = await holder.client.post("/users/session/refresh", "", csrf);
  run.note(`${holder.name}: POST ${page.status}`);
  // Forms of a page are as old as the browser session that it was fetched in.
  if (page.status === 403) return;
  run.saw(holder, page, token);
  assert.equal(page.status, mayPass ? 204 : 401, `POST of ${holder.name}`);
}

async function openPage(run: Run): Promise<void> {
  const holder = run.anybody();
  // Where the right is there it is mostly used, so that there is a page to lose when it goes.
  const isProved = run.random.below(4) < (run.model.isProved ? 3 : 1);
  const page = await run.get(holder, isProved ? "/proved" : "/");
  if (page.status !== 200) return;
  holder.page = page;
  const token = tokenOf(holder.client);
  // What may happen between a page and its join.
  if (run.random.below(3) === 0) await run.random.one(between)(run);
  const socket = await holder.client.connect({ csrfToken: csrfTokenOf(page) });
  const answer = { joined: null as JoinedView | null };
  try {
    answer.joined = await holder.client.join(socket, page);
  } catch (error) {
    if (!/The join was refused|The connection ended/.test(String(error))) throw error;
  }
  run.model.presented(token);
  const passed = answer.joined !== null;
  const session = run.judge("join", holder, { token, deed: isProved ? "proved" : "read", passed });
  if (session && answer.joined) run.views.push({ view: answer.joined, session, isProved, isGone: false });
}

async function useOpenPage(run: Run): Promise<void> {
  if (run.views.length === 0) return;
  const present = run.views.filter(({ isGone }) => !isGone);
  await use(run, run.random.one(present.length > 0 && run.random.below(3) > 0 ? present : run.views));
}

async function use(run: Run, open: OpenView): Promise<void> {
  if (!open.isGone) {
    run.counted += 1;
    const { status, response } = await open.view.click("count");
    run.note(`event handled: ${JSON.stringify(response)}`);
    assert.equal(status, "ok");
    return;
  }
  run.note("event of a page that is gone");
  if (open.view.socket.ended) return;
  open.view.sendClick("count");
  // A severed socket answers nothing, so the time of a request has to do; what is handled later is seen by a later step.
  await run.app.client().get("/users/log_in");
}

/** A browser that has nothing but the token of a session that is over. */
async function tryToken(run: Run, token: string): Promise<void> {
  const client = run.app.client();
  client.cookies.set(AUTH, token);
  const { status } = await client.get("/");
  run.note(`token of a session that is over: GET / ${status}`);
  assert.equal(status, 302, "a session that is over");
}

function steal(run: Run): void {
  const from = run.anybody();
  const thief = { name: `thief ${run.holders.length}`, client: copyOf(run.app, from.client), page: from.page };
  run.note(`from ${from.name}`);
  if (run.holders.length < 6) run.holders.push(thief);
  else run.holders[1 + run.random.below(5)] = thief;
}

async function comeBack(run: Run): Promise<void> {
  await enable(run);
  await logIn(run, run.owner, run.model.password);
}

async function logIn(
  run: Run,
  holder = run.anybody(),
  typed = run.random.one([password, otherPassword]),
): Promise<void> {
  const remembered = run.random.below(2) === 0;
  const token = tokenOf(holder.client);
  const former = run.model.of(token);
  const wasIn = run.model.find(token, "read") !== null;
  const page = await run.get(holder, "/users/log_in");
  // Who is logged in is led away from it.
  assert.equal(page.status, wasIn ? 302 : 200);
  if (wasIn) return;
  const form = { "user[email]": "ada@example.com", "user[password]": typed, "user[remember_me]": String(remembered) };
  const answer = await submit(holder.client, "/users/log_in", form, { token: csrfTokenOf(page) });
  run.note(`${holder.name}: ${answer.status}`);
  const mayPass = typed === run.model.password && !run.model.isDisabled;
  if (answer.status !== 303) return assert.ok(answer.status === 429 || !mayPass, `log-in: ${answer.status}`);
  assert.ok(mayPass, "a log-in with another password, or of a disabled user");
  // Whatever the browser had before ends, also where its token was no good any more.
  if (former) former.hasEnded = true;
  run.model.started(tokenOf(holder.client) ?? "", remembered);
}

/** By a mailed link, which works in a browser where somebody is logged in as well: what it had before ends. */
async function logInByLink(run: Run): Promise<void> {
  const { accounts, box } = run.app;
  await accounts.requestLogInLink({ email: "ada@example.com" }, visitor);
  await accounts.deliverMails();
  const link = box.lastTo("ada@example.com")?.links[0]?.split("/").at(-1) ?? "";
  const holder = run.anybody();
  const path = `/users/log_in/${link}`;
  const page = await run.get(holder, path);
  run.note(`${holder.name}: GET ${page.status}`);
  // Too many mails, or none to a disabled user: the last one is of something else.
  if (page.status !== 200) return;
  const former = run.model.of(tokenOf(holder.client));
  const remembered = run.random.below(2) === 0;
  // With the password nothing is void that was there before the first proof of the mailbox.
  const form = { "user[password]": run.model.password, "user[remember_me]": String(remembered) };
  const answer = await submit(holder.client, path, form, { token: csrfTokenOf(page) });
  run.note(`${holder.name}: ${answer.status}`);
  if (answer.status !== 303) return assert.equal(answer.status, 429, `log-in by a link: ${answer.status}`);
  assert.equal(run.model.isDisabled, false);
  if (former) former.hasEnded = true;
  run.model.isProved = true;
  run.model.started(tokenOf(holder.client) ?? "", remembered);
}

async function logOut(run: Run): Promise<void> {
  const holder = run.anybody();
  const session = run.model.of(tokenOf(holder.client));
  const page = await holder.client.get("/users/log_out");
  const answer = await submit(holder.client, "/users/log_out", { _method: "delete" }, { token: csrfTokenOf(page) });
  assert.equal(answer.status, 303);
  if (session) session.hasEnded = true;
}

async function proveAgain(run: Run): Promise<void> {
  const holder = run.anybody();
  const token = tokenOf(holder.client);
  const page = await run.get(holder, "/users/reauthenticate");
  if (page.status !== 200) return;
  const typed = run.random.one([password, otherPassword]);
  const sent = tokenOf(holder.client);
  const session = run.model.find(sent, "change");
  const form = { "user[current_password]": typed };
  const answer = await submit(holder.client, "/users/reauthenticate", form, { token: csrfTokenOf(page) });
  run.note(`${holder.name}: ${answer.status}, from ${token === sent ? "the same" : "a new"} token`);
  const renewed = tokenOf(holder.client);
  if (answer.status !== 303 || renewed === sent) return assert.equal(tokenOf(holder.client), sent);
  assert.ok(session && session.token === sent && typed === run.model.password, "a proof that was none");
  run.model.renewed(session, renewed ?? "", "sudo");
}

async function changePassword(run: Run): Promise<void> {
  const holder = run.anybody();
  const page = await run.get(holder, "/users/settings");
  if (page.status !== 200) return;
  const token = tokenOf(holder.client);
  const session = run.model.find(token, "change");
  const [current, next] = run.random.one([
    [password, otherPassword],
    [otherPassword, password],
  ] as const);
  const form = { _method: "put", "user[current_password]": current, "user[password]": next };
  const answer = await submit(holder.client, "/users/settings", form, { token: csrfTokenOf(page) });
  run.note(`${holder.name}: ${answer.status}`);
  if (answer.status !== 303) return;
  assert.ok(session && current === run.model.password, "a change of password by somebody who didn't know it");
  run.model.password = next;
  run.model.end(session);
  const renewed = tokenOf(holder.client);
  if (renewed !== token) run.model.renewed(session, renewed ?? "", "password");
}

async function resetPassword(run: Run): Promise<void> {
  const { accounts, box } = run.app;
  await accounts.requestPasswordReset({ email: "ada@example.com" }, visitor);
  await accounts.deliverMails();
  const link = box.lastTo("ada@example.com")?.links[0]?.split("/").at(-1);
  const next = run.random.one([password, otherPassword]);
  const outcome = await accounts.resetPassword(link, { password: next }, visitor);
  run.note(String(outcome.ok));
  if (!outcome.ok) return;
  assert.equal(run.model.isDisabled, false);
  run.model.password = next;
  run.model.isProved = true;
  run.model.end();
}

async function disable(run: Run): Promise<void> {
  await run.app.accounts.disable(run.userId);
  run.model.isDisabled = true;
  run.model.end();
}

async function enable(run: Run): Promise<void> {
  if (!run.model.isDisabled) return;
  await run.app.accounts.enable(run.userId);
  run.model.isDisabled = false;
  // Whoever is let in again logs in anew.
  run.model.end();
}

async function changeRole(run: Run): Promise<void> {
  const isProved = !run.model.isProved;
  const at = isProved ? new Date(run.app.clock.now()).toISOString() : null;
  await run.app.db.updateTable("users").set({ confirmed_at: at }).execute();
  await run.app.accounts.changed(run.userId);
  run.model.isProved = isProved;
  // Their guards are asked before anything else, but when they answer is the database's affair: the right could be back by then.
  const losing = isProved ? [] : run.views.filter((open) => open.isProved && !open.isGone);
  await Promise.all(losing.map(({ view }) => view.message("redirect")));
}

async function endOne(run: Run): Promise<void> {
  const [listed] = await run.app.accounts.sessionsOf(run.userId);
  if (!listed) return;
  const row = await run.app.db.selectFrom("users_sessions").selectAll().where("id", "=", listed.id).executeTakeFirst();
  const session = run.model.sessions.find(({ token }) => hashOf(token) === row?.token_hash);
  assert.ok(session && run.model.isAlive(session), "a session is listed that isn't there");
  assert.equal(await run.app.accounts.endSession(listed.id), true);
  session.hasEnded = true;
}

async function endAll(run: Run): Promise<void> {
  await run.app.accounts.endSessions(run.userId);
  run.model.end();
}

async function wait(run: Run): Promise<void> {
  const ms = run.random.one(SECONDS) * 1_000;
  run.note(`${ms} ms`);
  // Pages stay connected where they beat twice a minute; for hours nobody does that here.
  const isLong = ms > 600_000;
  for (let left = ms; left > 0; left -= BEAT) {
    run.app.clock.advance(isLong ? ms : Math.min(left, BEAT));
    run.model.now = run.app.clock.now();
    run.settle();
    if (isLong) break;
    await Promise.all(run.views.filter(({ isGone }) => !isGone).map(({ view }) => view.socket.heartbeat()));
  }
  if (isLong) for (const open of run.views) open.isGone = true;
  await run.app.accounts.rereadSessions();
}

/** What may come between a page and its join. */
const between = [logOut, endOne, endAll, disable, changeRole, resetPassword, wait];

/** What is done more often stands there more often. */
const deeds = [
  [readPage, readPage, readPage, changeSomething, openPage, openPage, useOpenPage, useOpenPage, useOpenPage],
  [readPage, readPage, changeSomething, openPage, openPage, useOpenPage, useOpenPage, steal, steal, logIn, logInByLink],
  [logOut, proveAgain, proveAgain, changePassword, changePassword, resetPassword, disable, enable, changeRole],
  [changeRole, changeRole, changeRole, endOne, endAll, wait, wait, wait, wait],
].flat();

const hashOf = (token: string): string => hash("sha256", token, "base64url");

describe("whatever an owner and a thief do in whatever order, access is what the rules say", () => {
  for (const seed of SEEDS) {
    it(`seed ${seed}`, async (t) => {
      const app = await sampleAppFor(t);
      const run = await Run.begin(app, seed);
      try {
        for (let step = 0; step < STEPS; step += 1) await run.step();
      } catch (error) {
        t.diagnostic(`SESSION_SEED=${seed} plays it again:\n${run.done.join("\n")}`);
        throw error;
      }
    });
  }
});
