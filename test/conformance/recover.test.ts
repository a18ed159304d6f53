import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { manualClock } from "livegate/clock";
import type { ConformanceClient, JoinOptions } from "./conformance-client.ts";
import { type SampleApp, sampleAppFor, startSampleApp } from "./sample-app/sample-app.ts";
import type { JoinedView } from "./wire/joined-view.ts";
import { type Page, csrfTokenOf, textOf } from "./wire/page.ts";
import type { Payload } from "./wire/raw-socket.ts";

// Protocol 2.6 and 3.1: a join after another one brings `_recover`, sealed by the server that the page has left.

let app: SampleApp;
before(async () => {
  app = await startSampleApp();
});
after(() => app.stop());

/** What a page is told to keep by a message: undefined where it is told nothing, null where it shall forget. */
const told = ({ e = [] }: Payload = {}): string | null | undefined =>
  (e as readonly [string, { token: string | null }][]).find(([name]) => name === "lg:recover")?.[1].token;

const shown = ({ html }: JoinedView): readonly (string | null)[] =>
  ["tab", "text", "count"].map((id) => textOf(html, id));
const ANEW = ["first", "", "0"];
const AS_IT_WAS = ["second", "half", "0"];

/** Joins on a connection of its own, as a page does whose last one was lost. */
async function comeBack(client: ConformanceClient, page: Page, recover: unknown, options: JoinOptions = {}) {
  const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
  return client.join(socket, page, { ...options, params: { _mounts: 1, _recover: recover, ...options.params } });
}

/** A page where somebody has chosen a tab and typed something, and what it was told to keep. */
async function typed(of: SampleApp = app, path = "/draft") {
  const client = of.client();
  if (path.startsWith("/members")) await logIn(client);
  const page = await client.get(path);
  const view = await client.join(await client.connect({ csrfToken: csrfTokenOf(page) }), page);
  await view.click("inc");
  await view.click("show", { tab: "second" });
  const { response } = await view.click("type", { text: "half" });
  return { client, page, view, token: told(response["diff"]) ?? assert.fail("nothing to keep") };
}

async function logIn(client: ConformanceClient): Promise<void> {
  await client.post("/log_in", { _csrf_token: csrfTokenOf(await client.get("/log_in")) });
}

/** That a token is of no use: the view begins anew, the page lets go of it, and it is alive. */
async function isIgnored(client: ConformanceClient, page: Page, token: unknown): Promise<void> {
  const view = await comeBack(client, page, token);
  assert.deepEqual(shown(view), ANEW);
  assert.equal(told(view.joined["rendered"]), null);
  await view.click("inc");
  assert.equal(textOf(view.html, "count"), "1");
}

describe("what a view recovers", () => {
  it("is told to the page in the answer to what changed it, and not otherwise", async () => {
    const view = await app.client().visit("/draft");
    assert.equal(told(view.joined["rendered"]), undefined);
    assert.equal(told((await view.click("inc")).response["diff"]), undefined);
    const { response } = await view.click("show", { tab: "second" });
    assert.equal(typeof told(response["diff"]), "string");
    assert.equal(response["diff"].e[0][1].id, view.topic.slice("lv:".length));
    assert.deepEqual(view.socket.untaken(view.topic), []);
  });

  it("comes back when the connection was lost, and is sealed anew for the next time", async () => {
    const { client, page, view, token } = await typed();
    await view.socket.close();
    const back = await comeBack(client, page, token);
    assert.deepEqual(shown(back), AS_IT_WAS);
    const next = told(back.joined["rendered"]);
    await back.socket.close();
    const again = await comeBack(client, page, next, { params: { _mounts: 2 } });
    assert.deepEqual(shown(again), AS_IT_WAS);
  });

  it("comes back when the view has crashed, on the same connection", async () => {
    const { client, page, view, token } = await typed();
    view.sendClick("crash");
    await view.message("phx_error");
    const back = await client.join(view.socket, page, { params: { _mounts: 1, _recover: token } });
    assert.deepEqual(shown(back), AS_IT_WAS);
  });

  it("comes back on the server that a deploy has put in the place of the former", async () => {
    const { client, page, token } = await typed();
    const successor = await startSampleApp();
    try {
      const moved = successor.client();
      for (const [name, value] of client.cookies) moved.cookies.set(name, value);
      assert.deepEqual(shown(await comeBack(moved, page, token)), AS_IT_WAS);
    } finally {
      await successor.stop();
    }
  });

  it("comes back without what the view's schemas know no more", async () => {
    const { client, page, view } = await typed();
    const { response } = await view.click("show", { tab: "third" });
    const back = await comeBack(client, page, told(response["diff"]));
    assert.deepEqual(shown(back), ["first", "half", "0"]);
  });

  it("comes back whatever the query is by then, and on no other path", async () => {
    const { client, page, token } = await typed();
    assert.deepEqual(shown(await comeBack(client, page, token, { url: "https://shop.test/draft?page=2" })), AS_IT_WAS);
    await logIn(client);
    await isIgnored(client, await client.get("/members/draft"), token);
  });

  it("is nothing that a live navigation brings along, and nobody complains of it", async () => {
    const { client, page, token } = await typed();
    const refused = app.app.counters.snapshot()["recover_refused"] ?? 0;
    const redirect = "https://shop.test/draft";
    const view = await comeBack(client, page, token, { redirect, params: { _mounts: 0 } });
    assert.deepEqual(shown(view), ANEW);
    assert.equal(app.app.counters.snapshot()["recover_refused"] ?? 0, refused);
  });
});

describe("what a page brings to be recovered", () => {
  it("is of no use where it is altered, cut, of another kind or nothing of ours; the log says so", async () => {
    const { client, page, token } = await typed();
    const at = token.length >> 1;
    const altered = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
    const { session } = client.joinPayload(page);
    for (const wrong of [altered, token.slice(1), token.slice(0, -4), `${token}A`, session, ""]) {
      await isIgnored(client, page, wrong);
    }
    const said = app.logged.filter((line) => line.includes("values that a page had kept are ignored"));
    assert.ok(said.some((line) => line.includes('"invalid"')));
    assert.ok(said.every((line) => !line.includes(token)));
  });

  it("may be anything: what is no text is as good as nothing", async () => {
    const { client, page } = await typed();
    for (const wrong of [7, true, ["a"], { token: "x" }]) {
      assert.deepEqual(shown(await comeBack(client, page, wrong)), ANEW);
    }
  });

  it("is of no use after an hour", async (t) => {
    const clock = manualClock();
    const late = await sampleAppFor(t, { clock });
    const { client, page, view, token } = await typed(late);
    await view.socket.close();
    clock.advance(59 * 60_000);
    assert.deepEqual(shown(await comeBack(client, page, token)), AS_IT_WAS);
    clock.advance(61_000);
    await isIgnored(client, page, token);
    assert.ok(late.logged.some((line) => line.includes("are ignored") && line.includes('"expired"')));
  });

  it("is of no use to somebody else, whoever they are", async () => {
    const [stranger, member] = [app.client(), app.client()];
    await isIgnored(stranger, await stranger.get("/draft"), (await typed()).token);
    await logIn(member);
    await isIgnored(member, await member.get("/members/draft"), (await typed(app, "/members/draft")).token);
  });

  it("is of no use after a log-out, in the same browser too", async () => {
    const { client, page, token } = await typed(app, "/members/draft");
    await client.post("/log_out", { _csrf_token: csrfTokenOf(page) });
    await isIgnored(client, await client.get("/draft"), token);
    await logIn(client);
    await isIgnored(client, await client.get("/members/draft"), token);
  });
});
