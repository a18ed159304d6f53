import assert from "node:assert/strict";
import { test } from "node:test";
import type { RequestOrigin } from "../endpoint/app.ts";
import { TOKEN, news, paths, shop } from "./shop.fixture.ts";
import { testApp } from "./test-app.ts";
import type { SignIn } from "./test-client.ts";

test("all pages have settled after an action of one, and after a broadcast", async () => {
  const { app, pubsub } = shop();
  await using site = testApp(app);
  const [mine, yours] = [await site.visit(paths.home()), await site.visit(paths.home())];
  await mine.element("#command").click();
  assert.deepEqual([mine.text("#heard"), yours.text("#heard")], ["by a command", "by a command"]);
  pubsub.broadcast(news(), { text: "hot" });
  await site.settled();
  assert.deepEqual([mine.text("#heard"), yours.text("#heard")], ["hot", "hot"]);
});

test("what a broadcast sets off has settled too", async () => {
  const { app, pubsub } = shop();
  await using site = testApp(app);
  const page = await site.visit(paths.home());
  pubsub.broadcast(news(), { text: "pass it on" });
  await site.settled();
  assert.equal(page.text("#heard"), "passed on");
});

test("a client's pages share its cookies, and no other client's", async () => {
  const { app } = shop();
  await using site = testApp(app);
  const ada = await site.client().signIn((client) => client.session({ name: "Ada" }));
  assert.equal((await ada.visit(paths.account())).text("h1"), "Ada");
  assert.equal((await ada.visit(paths.account())).text("h1"), "Ada");
  assert.equal((await site.visit(paths.account())).path, "/log_in?return_to=%2Faccount");
});

test("pages are those of the user whom the tests are about, unless one says another or nobody", async () => {
  const called =
    (name: string): SignIn =>
    (client) =>
      client.session({ name });
  await using site = testApp(shop().app, { as: called("Ada") });
  assert.equal((await site.visit(paths.account())).text("h1"), "Ada");
  assert.equal((await site.visit(paths.account(), { as: called("Eve") })).text("h1"), "Eve");
  assert.equal((await site.visit(paths.account(), { as: null })).path, "/log_in?return_to=%2Faccount");
});

test("the token of a log-in is handed over in its own cookie", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.account(), { as: (client) => client.session({ user_token: TOKEN }) });
  assert.equal(page.text("h1"), "Ada");
});

test("an answer counts as written as soon as the browser has it, cookies included", async () => {
  const { app } = shop();
  const seen: (string | null)[] = [];
  const answering = {
    ...app,
    fetch: (_: Request, origin: RequestOrigin = {}) => {
      origin.outgoing?.once("finish", () => seen.push(client.cookies.header));
      return new Response("", { headers: { "set-cookie": "auth=1" } });
    },
  };
  await using site = testApp(answering);
  const client = site.client();
  await client.request("/");
  assert.deepEqual(seen, ["auth=1"]);
});

test("the app's clock turns on, and pages stay connected however far", async () => {
  const { app, clock } = shop();
  await using site = testApp(app);
  const page = await site.visit(paths.home());
  const start = clock.now();
  await site.advance(5 * 60_000);
  assert.deepEqual([clock.now() - start, page.isLive], [300_000, true]);
  assert.equal(app.counters.snapshot()["silent_connection"], undefined);
});

test("a session expires when its time is over", async () => {
  const { app } = shop();
  await using site = testApp(app);
  const client = await site.client().signIn((each) => each.session({ name: "Ada" }));
  await site.advance(15 * 24 * 60 * 60_000);
  assert.equal((await client.visit(paths.account())).path, "/log_in?return_to=%2Faccount");
});

test("a clock that nobody can turn is refused", async () => {
  const { app } = shop({ now: Date.now, setTimeout: () => () => {} } as never);
  await using site = testApp(app);
  await assert.rejects(site.advance(1), { code: "LG_TEST_CLOCK" });
});

test("after a lost connection the page joins again, and what was typed is sent again", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.form());
  await page.form("#order").change({ order: { title: "Blue", gift: true } });
  await page.reconnect();
  assert.match(page.text("#seen"), /"title":"Blue","_unused_note":""[^]*"gift":"true"/);
  assert.equal(page.element('[name="order[title]"]').value, "Blue");
});

test("a deploy keeps page and token: the new app is joined, with what was typed", async () => {
  const { app, clock } = shop();
  await using site = testApp(app);
  const page = await site.visit(paths.form());
  const shelf = await site.visit(paths.home());
  await page.form("#order").change({ order: { title: "Hejira" } });
  await shelf.element("#album-0 button").click();
  const next = shop(clock);
  await site.deploy(next.app);
  assert.equal(page.element('[name="order[title]"]').value, "Hejira");
  assert.equal(shelf.count("#shelf li"), 3);
  next.pubsub.broadcast(news(), { text: "new code" });
  await site.settled();
  assert.equal(shelf.text("#heard"), "new code");
});

test("a session that is lost in between sends the page to where its guard sends it", async () => {
  await using site = testApp(shop().app);
  const client = await site.client().signIn((each) => each.session({ name: "Ada" }));
  const page = await client.visit(paths.account());
  client.cookies.clear();
  await page.reconnect();
  assert.equal(page.path, "/log_in?return_to=%2Faccount");
});

test("closing the site closes every page's socket and subscription", async () => {
  const { app, pubsub, clock } = shop();
  {
    await using site = testApp(app);
    await site.visit(paths.home());
    assert.equal(pubsub.size, 1);
  }
  assert.deepEqual([pubsub.size, clock.pending], [0, 0]);
});
