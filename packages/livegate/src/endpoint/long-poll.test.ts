import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Hono } from "hono";
import { z } from "zod";
import { manualClock } from "../clock/manual-clock.ts";
import { html } from "../html/html.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { limits } from "../protocol/limits.ts";
import { OpenSessions } from "../runtime/open-sessions.ts";
import { localPubSub } from "../pubsub/local-pubsub.ts";
import { topic } from "../pubsub/topic.ts";
import { PollPage } from "./poll-page.fixture.ts";
import { browser, siteWith } from "./site.fixture.ts";

const paths = definePaths({ home: "/" });
const letters = topic(() => "letters", z.string());

const HomeLive = liveView({
  events: { add: z.object({ letter: z.string() }) },
  mount: () => ({ text: "" }),
  subscribe: (_, on) => [on(letters(), (socket, letter) => socket.update("text", (text) => text + letter))],
  handle: { add: (socket, { letter }) => socket.update("text", (text) => text + letter) },
  render: ({ text }) => html`<p>${text}</p>`,
});

function startSite(options: Parameters<typeof siteWith>[1] = {}) {
  const pubsub = localPubSub();
  const site = siteWith(
    (r) => r.scope({ pipeThrough: browser }, (r) => r.liveSession("default", {}, (r) => r.live(paths.home, HomeLive))),
    { pubsub, ...options },
  );
  return { ...site, pubsub };
}

type TestSite = ReturnType<typeof startSite>;

async function joinedPage(options: Parameters<typeof siteWith>[1] = {}) {
  const site = startSite(options);
  const page = await PollPage.load(site);
  assert.equal(await page.join(), "ok");
  return { site, page };
}

const add = (topicName: string, letter: string, ref = "5") =>
  ["1", ref, topicName, "event", { type: "click", event: "add", value: { letter } }] as const;

const refusals = ({ app }: TestSite): number => app.counters.value("poll_refused");
const isLive = ({ pubsub }: TestSite): boolean => pubsub.size > 0;

describe("a connection over long-poll", () => {
  it("is opened by a first request, which brings a token and no frames", async () => {
    const site = startSite();
    const page = await PollPage.load(site);
    const { status, token, messages } = await page.open();
    assert.deepEqual([status, messages, typeof token], [410, [], "string"]);
    assert.equal(site.app.counters.value("poll_opened"), 1);
  });

  it("of a session that was ended starts nothing more, and leads its page to where HTTP decides", async () => {
    const sessions = new OpenSessions(manualClock());
    const entered: string[] = [];
    const enter = sessions.enter.bind(sessions);
    sessions.enter = (id, page) => (entered.push(id), enter(id, page));
    const { site, page } = await joinedPage({ sessions });
    for (const id of entered) sessions.end(id);
    assert.equal(isLive(site), false);
    await page.send(add(page.topic, "a"));
    site.pubsub.broadcast(letters(), "b");
    const told = await page.frames();
    assert.deepEqual(
      told.map(([, , , event, payload]) => [event, payload]),
      [
        ["redirect", { to: "/", status: 302 }],
        ["phx_close", {}],
      ],
    );
  });

  it("carries joins, events and their answers, in the order in which they were sent", async () => {
    const { page } = await joinedPage();
    await page.send(...["a", "b", "c"].map((letter, at) => add(page.topic, letter, String(at + 5))));
    const frames = await page.frames();
    assert.deepEqual(
      frames.map(([, ref, , , payload]) => [ref, payload.response]),
      [
        ["5", { diff: { 0: "a" } }],
        ["6", { diff: { 0: "ab" } }],
        ["7", { diff: { 0: "abc" } }],
      ],
    );
  });

  it("brings a poll that waits what comes, at once", async () => {
    const { page, site } = await joinedPage();
    const waiting = page.frames();
    site.pubsub.broadcast(letters(), "x");
    const [[, , , event, payload] = assert.fail("no frame")] = await waiting;
    assert.deepEqual([event, payload], ["diff", { 0: "x" }]);
  });

  it("answers a poll with nothing at the end of the window, and goes on", async () => {
    const { page, site } = await joinedPage();
    const waiting = page.poll();
    site.clock.advance(15_000);
    assert.deepEqual(await waiting, { status: 204, token: page.token, messages: [] });
    assert.ok(isLive(site));
  });

  it("lives for hours on polls alone, without a heartbeat", async () => {
    const { page, site } = await joinedPage();
    for (let poll = 0; poll < 500; poll += 1) {
      const waiting = page.poll();
      site.clock.advance(15_000);
      assert.equal((await waiting).status, 204);
    }
    assert.ok(isLive(site));
  });

  it("ends ten seconds after the last poll, with its views", async () => {
    const { page, site } = await joinedPage();
    site.clock.advance(10_000);
    assert.deepEqual([isLive(site), site.app.counters.value("poll_abandoned"), site.clock.pending], [false, 1, 0]);
    assert.deepEqual(await page.poll(), { status: 410, token: null, messages: [] });
    assert.deepEqual(await page.send(add(page.topic, "a")), { status: 410, token: null, messages: [] });
  });

  it("ends when the page hangs up on its poll, as a socket does", async () => {
    const { page, site } = await joinedPage();
    const left = new AbortController();
    const waiting = page.ask("GET", `&token=${page.token}`, { signal: left.signal });
    left.abort();
    await waiting;
    assert.ok(!isLive(site));
  });

  it("takes its token from a header too, as later clients send it", async () => {
    const { page } = await joinedPage();
    await page.send(add(page.topic, "a"));
    const headers = { "x-phoenix-longpoll-token": page.token ?? "" };
    assert.equal((await page.body("GET", "", { headers })).messages?.length, 1);
  });

  it("is served below the app's base, and by an app that is mounted in another", async () => {
    const { app } = startSite({ url: "https://shop.test/store" });
    const outer = new Hono().all("/store/*", (c) => app.fetch(c.req.raw));
    const site = {
      app,
      request: async (path: string, init?: RequestInit) => outer.request(`https://shop.test${path}`, init),
    };
    const page = await PollPage.load(site as unknown as TestSite, "/store/");
    assert.equal(await page.join(), "ok");
  });
});

describe("a request that may not poll", () => {
  it("is refused in another version of the protocol", async () => {
    const site = startSite();
    const page = await PollPage.load(site);
    for (const query of ["", "?vsn=1.0.0", "?vsn=2.0.0&vsn=3.0.0", `?vsn=2.0.0&${"a=1&".repeat(2000)}`]) {
      const response = await site.request(`/live/longpoll${query}`, { headers: { cookie: page.cookie } });
      assert.equal(((await response.json()) as { status: number }).status, 403, query.slice(0, 30));
    }
    assert.equal(refusals(site), 4);
  });

  it("is refused from another origin, whether it names it or its browser does", async () => {
    const { page, site } = await joinedPage();
    const evil = { origin: "https://evil.test" };
    const refused = { status: 403, token: null, messages: [] };
    assert.deepEqual(await page.body("GET", "", { headers: evil }), refused);
    assert.deepEqual(await page.body("GET", "", { headers: { "sec-fetch-site": "cross-site" } }), refused);
    assert.deepEqual(await page.body("GET", "", { headers: { "sec-fetch-site": "same-site" } }), refused);
    const post = { body: "[]", headers: evil };
    assert.deepEqual(await page.body("POST", `&token=${page.token}`, post), refused);
    assert.deepEqual([refusals(site), isLive(site)], [4, true]);
  });

  it("gets no page for another host, and none for another method", async () => {
    const site = startSite();
    const page = await PollPage.load(site);
    assert.equal((await page.ask("GET", "", { headers: { host: "evil.test" } })).status, 421);
    for (const method of ["PUT", "DELETE", "HEAD"]) assert.equal((await page.ask(method)).status, 405, method);
  });

  it("is refused with the cookie of another session, or with none, or where another opened without", async () => {
    const { page, site } = await joinedPage();
    const other = (await PollPage.load(site)).cookie;
    const [own, refused] = [page.cookie, { status: 403, token: null, messages: [] }];
    for (const cookie of [other, "", "session=forged", `${own}x`]) {
      page.cookie = cookie;
      assert.deepEqual(await page.send(add(page.topic, "a")), refused, cookie);
      assert.deepEqual(await page.poll(), refused, cookie);
    }
    page.cookie = own;
    assert.deepEqual([refusals(site), isLive(site)], [8, true]);
    const waiting = page.poll();
    site.clock.advance(15_000);
    assert.equal((await waiting).status, 204, "the owner goes on, and none of the events was taken");

    const withoutCookie = await PollPage.load(site);
    const kept = withoutCookie.cookie;
    withoutCookie.cookie = "";
    assert.equal(await withoutCookie.join(), "ok");
    withoutCookie.cookie = kept;
    assert.deepEqual(await withoutCookie.poll(), refused);
  });

  it("finds nothing with a token that was not given here", async () => {
    const { page } = await joinedPage();
    const [body = "", signature = ""] = (page.token ?? "").split(".");
    const elsewhere = await joinedPage();
    const forged = Buffer.from(JSON.stringify(["poll", "x"])).toString("base64url");
    const tokens = ["x", "null", "", `${body}.`, `${forged}.${signature}`, `${page.token}A`, elsewhere.page.token];
    for (const token of tokens) {
      const found = await page.body("GET", `&token=${token}`);
      assert.deepEqual(found, { status: 410, token: null, messages: [] }, String(token));
    }
    assert.deepEqual(await page.body("POST", "&token=x", { body: "[]" }), { status: 410, token: null, messages: [] });
  });

  it("joins nothing without the CSRF token of its page", async () => {
    const site = startSite();
    const page = await PollPage.load(site);
    Object.defineProperty(page, "csrfToken", { value: "A".repeat(64) });
    assert.equal(await page.join(), "error");
  });
});

describe("what is no batch of frames", () => {
  const opened = async () => {
    const { page, site } = await joinedPage();
    return { page, site, status: async (body: string) => (await page.send(body)).status };
  };

  it("ends the connection where it can't be read", async () => {
    for (const body of ["", "{}", "garbage!", "\0\0", "\n\n"]) {
      const { page, site, status } = await opened();
      assert.equal(await status(body), 500, JSON.stringify(body));
      assert.deepEqual([isLive(site), (await page.poll()).status], [false, 410]);
    }
  });

  it("ends the connection as on a socket where a line is no frame, and nothing after it is taken", async () => {
    const { page, site } = await joinedPage();
    assert.equal((await page.send("[1,2]", add(page.topic, "a"))).status, 200);
    assert.deepEqual([isLive(site), site.app.counters.value("frame_refused")], [false, 1]);
    assert.deepEqual(await page.poll(), { status: 410, token: null, messages: [] });
  });

  it("ends the connection where it is too long, said or not, or has too many lines", async () => {
    const frame = JSON.stringify([null, "1", "phoenix", "heartbeat", {}]);
    const long = "A".repeat(limits.batchBytes + 1);
    const said = await opened();
    const announced = { body: frame, headers: { "content-length": String(limits.batchBytes + 1) } };
    assert.equal((await said.page.body("POST", `&token=${said.page.token}`, announced)).status, 413);
    const unsaid = await opened();
    assert.equal(await unsaid.status(long), 413);
    const lines = await opened();
    assert.equal(await lines.status(Array.from({ length: limits.batchFrames + 1 }, () => frame).join("\n")), 500);
    for (const { site } of [said, unsaid, lines]) assert.ok(!isLive(site));
  });
});

describe("requests at the same time", () => {
  it("of two polls the later gets what comes, and nothing twice", async () => {
    const { page, site } = await joinedPage();
    const [earlier, later] = [page.poll(), page.poll()];
    assert.equal((await earlier).status, 204);
    site.pubsub.broadcast(letters(), "x");
    assert.equal((await later).messages?.length, 1);
  });

  it("frames are taken in the order in which their requests came, however slowly a body does", async () => {
    const { page } = await joinedPage();
    const slow = new TransformStream<Uint8Array, Uint8Array>();
    const query = `&token=${page.token}`;
    const first = page.body("POST", query, { body: slow.readable, duplex: "half" } as RequestInit);
    const second = page.send(add(page.topic, "b", "6"));
    const writer = slow.writable.getWriter();
    await writer.write(Buffer.from(JSON.stringify(add(page.topic, "a", "5"))));
    await writer.close();
    await Promise.all([first, second]);
    assert.deepEqual(
      (await page.frames()).map(([, ref]) => ref),
      ["5", "6"],
    );
  });

  it("opens no more connections than may be", async () => {
    const { page, site } = await joinedPage({ limits: { pollConnections: 1 } });
    assert.deepEqual(await page.body("GET", "&"), { status: 500, token: null, messages: [] });
    site.clock.advance(10_000);
    assert.equal((await page.open()).status, 410);
  });
});

describe("an app that stops", () => {
  it("sends those who poll to connect again, and opens nothing more", async () => {
    const { page, site } = await joinedPage();
    const waiting = page.poll();
    await site.app.stop();
    assert.equal((await waiting).status, 410);
    assert.equal((await page.open()).status, 500);
    assert.ok(!isLive(site));
  });
});

describe("pages of another origin that may connect", () => {
  const site = () => startSite({ allowedOrigins: ["https://partner.test"] });
  const partner = { origin: "https://partner.test" };

  it("may ask before, and read the answers", async () => {
    const page = await PollPage.load(site());
    const asked = await page.ask("OPTIONS", "", { headers: partner });
    assert.deepEqual(
      [
        asked.status,
        asked.headers.get("access-control-allow-origin"),
        asked.headers.get("access-control-allow-headers"),
      ],
      [204, partner.origin, "content-type, x-phoenix-authtoken, x-phoenix-longpoll-token"],
    );
    const opened = await page.ask("GET", "&", { headers: partner });
    assert.equal(opened.headers.get("access-control-allow-origin"), partner.origin);
    assert.equal(opened.headers.get("access-control-allow-credentials"), null);
  });

  it("are told nothing where they may not", async () => {
    const page = await PollPage.load(site());
    const asked = await page.ask("OPTIONS", "", { headers: { origin: "https://evil.test" } });
    assert.equal(asked.headers.get("access-control-allow-origin"), null);
  });
});
