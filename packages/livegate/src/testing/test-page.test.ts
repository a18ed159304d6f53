import assert from "node:assert/strict";
import { test } from "node:test";
import { paths, shop } from "./shop.fixture.ts";
import { testApp } from "./test-app.ts";

test("a page is rendered over HTTP, joined, and used", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.home());
  assert.deepEqual([page.status, page.path, page.title, page.isLive], [200, "/", "3 albums - Shop", true]);
  await page.element("#album-1 button").click();
  assert.deepEqual(page.texts("#shelf a"), ["Blue", "Mingus"]);
  assert.equal(page.title, "2 albums - Shop");
});

test("text, markup, presence and count tell what is on the page, narrowed by text", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.home());
  assert.match(page.text(), /^Shelf Blue Remove Hejira Remove/);
  assert.equal(page.text("#shelf li", { at: -1 }), "Mingus Remove");
  assert.equal(page.html("h1"), '<h1 phx-window-keydown="key" phx-key="Escape">Shelf</h1>');
  assert.deepEqual([page.count("#shelf li"), page.count("#shelf li", { text: /^[BH]/ })], [3, 2]);
  assert.deepEqual([page.has("#shelf a", { text: "Hej" }), page.has("#shelf a", { text: "hej" })], [true, false]);
  assert.equal(page.headers.get("cache-control"), "no-store");
});

test("a patch stays in the view, a navigation stays on the socket, all else is a request", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.home());
  const at = () => [page.arrival, page.path, page.title];
  await page.element("a", { text: "With an e" }).click();
  assert.deepEqual(at(), ["patch", "/?q=e", "2 albums - Shop"]);
  await page.element("#shelf a", { text: "Hejira" }).click();
  assert.deepEqual(at(), ["navigate", "/albums/1", "2 albums - Shop"]);
  assert.equal(page.text("h1"), "Hejira");
  await page.element("a", { text: "Back" }).click();
  await page.element("a", { text: "About" }).click();
  assert.deepEqual([...at(), page.isLive], ["request", "/about", "Shop - Shop", false]);
});

test("a page whose connection the server has ended is left for one without a live view, and that is the end of it", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.home());
  await site.app.stop();
  await page.element("a", { text: "About" }).click();
  assert.deepEqual([page.arrival, page.path, page.isLive], ["request", "/about", false]);
});

test("a link out of the app leads out of it", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.home());
  await page.element("a", { text: "Elsewhere" }).click();
  assert.deepEqual([page.path, page.isLive, page.text()], ["https://elsewhere.test/", false, ""]);
});

test("a redirect of the view's is followed, and its message goes along", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.home());
  await page.element("#leave").click();
  assert.deepEqual([page.arrival, page.path, page.flash], ["request", "/about", { info: "Off you go." }]);
  assert.equal(page.text("#notice"), "Off you go.");
});

test("a navigation of the view's is followed, with its message and its event", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.home());
  await page.element("#saved").click();
  assert.deepEqual([page.arrival, page.path, page.flash], ["navigate", "/form", { info: "Saved." }]);
  assert.deepEqual([page.text("#notice"), page.events], ["Saved.", [["saved", { at: 1 }]]]);
});

test("live navigation into another live session is a request, where its guard decides", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.home());
  await page.element("a", { text: "Account" }).click();
  assert.deepEqual(
    [page.arrival, page.path, page.flash],
    ["request", "/log_in?return_to=%2Faccount", { error: "Log in first." }],
  );
});

test("a form of a plain page is posted with its token, and the way back is kept", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.account());
  assert.equal(page.path, "/log_in?return_to=%2Faccount");
  await page.form().submit({ name: "Ada" });
  assert.deepEqual([page.path, page.text("h1"), page.text("#notice")], ["/account", "Ada", "Hello Ada."]);
  // A message is shown once: not to a page that joins again.
  await page.reconnect();
  assert.equal(page.text("#notice"), "");
});

test("a link with a method is a form that deletes", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.about(), { as: (client) => client.session({ name: "Ada" }) });
  await page.element("button", { text: "Log out" }).click();
  await page.goto(paths.account());
  assert.equal(page.path, "/log_in?return_to=%2Faccount");
});

test("without JavaScript nothing is joined: links and forms are requests", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.home(), { javascript: false });
  assert.equal(page.isLive, false);
  await page.element("a", { text: "With an e" }).click();
  assert.deepEqual(
    [page.arrival, page.texts("#shelf a")],
    ["request", ["Blue", "Hejira"].slice(0, 1).concat("Hejira")],
  );
  await assert.rejects(page.element("#crash").click(), { code: "LG_TEST_ELEMENT" });
});

test("an event by hand is answered with its reply or with why it was refused", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.home());
  assert.deepEqual(await page.push("ask", { n: 2 }), { refused: null, reply: { double: 4 } });
  assert.deepEqual(await page.push("ask", { n: "two" }), { refused: "invalid_payload", reply: null });
  assert.deepEqual(await page.push("drop tables"), { refused: "unknown_event", reply: null });
});

test("the last diff is known with the bytes of its frame", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.home());
  assert.equal(page.lastDiff, null);
  await page.element("#command").click();
  const { diff, bytes } = page.lastDiff ?? assert.fail("nothing was sent");
  assert.match(JSON.stringify(diff), /"by a command"/);
  assert.ok(bytes > 40 && bytes < 120, `${bytes} bytes`);
});

test("a view that crashes fails the test with the server's error, and can be joined again", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.home());
  await assert.rejects(page.element("#crash").click(), (error: Error) => {
    assert.match(error.message, /\[LG_TEST_VIEW\] The view of \/ crashed\.[^]*The shelf falls down\./);
    return error.cause instanceof Error && error.cause.message === "The shelf falls down.";
  });
  await page.reconnect();
  assert.equal(page.isLive, true);
});

test("a key is heard by the window's bindings that want it", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.home());
  await page.keydown("Escape");
  assert.equal(page.text("#heard"), "Escape");
  await assert.rejects(page.keydown("Enter"), /Nothing listens to "Enter" \(keydown\)[^]*phx-key="Escape"/);
});

test("a stream is shown as the page keeps it, though the server has forgotten its items", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.songs());
  const press = async (text: string) => {
    await page.element("button", { text }).click();
    return page.texts("#songs li").join(" ");
  };
  assert.equal(await press("First"), "n0 a b");
  assert.equal(await press("Last"), "n0 a b n1");
  assert.equal(await press("Drop"), "n0 b n1");
  assert.equal(await press("Reset"), "z");
});

test("redirects without end fail the test", async () => {
  await using site = testApp(shop().app);
  await assert.rejects(site.visit(paths.circle()), { code: "LG_TEST_PAGE", message: /\/circle redirects without end/ });
});

test("a join that is refused again and again is told with its first reason, and what a layout lacks", async () => {
  const { app } = shop();
  const bare = async (request: Request) => {
    const answer = await app.fetch(request);
    const body = (await answer.text()).replace('name="csrf-token"', "");
    return new Response(body, { headers: answer.headers });
  };
  await using site = testApp({ ...app, fetch: bare });
  await assert.rejects(site.visit(paths.home()), {
    code: "LG_TEST_VIEW",
    message: /again and again[^]*\{"reason":"stale"\}[^]*<meta name="csrf-token"/,
  });
});

test("a request that fails in the server fails the test with the server's error; by itself it is an answer", async () => {
  await using site = testApp(shop().app);
  await assert.rejects(site.visit(paths.broken()), {
    code: "LG_TEST_PAGE",
    message: /with 500\.[^]*The till is stuck/,
  });
  assert.equal((await site.client().request(paths.broken())).status, 500);
});

test("a form without a method puts its values and its button's into the address", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.about());
  await page.form("#search").submit({ q: "blue & green" });
  assert.equal(page.path, "/about?q=blue+%26+green&by=word");
});

test("a live navigation to what isn't there ends on the page that says so", async () => {
  await using site = testApp(shop().app);
  const page = await site.visit(paths.home());
  await page.navigate(paths.album({ id: 9 }));
  assert.deepEqual([page.status, page.arrival, page.path], [404, "request", "/albums/9"]);
});
