import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { news, paths, shop } from "../shop.fixture.ts";
import { type TestApp, testApp } from "../test-app.ts";

const client = join(import.meta.dirname, "shop-client.fixture.js");

function opened(t: TestContext, app = shop().app): TestApp {
  const site = testApp(app, { client });
  t.after(() => site.close());
  return site;
}

test("the stock client joins, and a click changes the page", async (t) => {
  const page = await opened(t).browse(paths.home());
  assert.ok(page.has("[data-phx-main].phx-connected"));
  await page.click("#album-1 button");
  assert.deepEqual([page.texts("#shelf a"), page.title], [["Blue", "Mingus"], "2 albums - Shop"]);
});

test("JS commands run: what they hide is hidden, and can't be clicked", async (t) => {
  const page = await opened(t).browse(paths.home());
  assert.equal(page.isShown("#shelf"), true);
  await page.click("#command");
  await page.advance(300);
  assert.deepEqual([page.text("#heard"), page.isShown("#shelf")], ["by a command", false]);
  await assert.rejects(page.click("#album-0 button"), /can't reach[^]*<ul id="shelf"[^]* around it is hidden/);
});

test("a hook is mounted, asks and is answered, and hears what the server pushes", async (t) => {
  const page = await opened(t).browse(paths.home());
  assert.ok(page.has('#chart[data-answer="8"]'));
  await page.click("#saved");
  assert.deepEqual([page.path, page.text("#notice")], ["/form", "Saved."]);
  assert.equal(await page.evaluate("document.body.dataset.saved"), "1");
});

test("the focus is where the user puts it, and Tab moves it on", async (t) => {
  const page = await opened(t).browse(paths.home());
  await page.focus("#keys");
  assert.equal(page.text("#focus"), "in");
  await page.press("x");
  assert.equal(page.text("#heard"), "x");
  await page.press("Tab", { shift: true });
  assert.ok(page.has("#wrong:focus"));
  await page.press("Tab");
  assert.ok(page.has("#keys:focus"));
  await page.press("Escape");
  assert.equal(page.text("#heard"), "Escape");
  await assert.rejects(page.focus("h1"), /can't have the focus/);
});

test("Enter presses the button in focus", async (t) => {
  const page = await opened(t).browse(paths.home());
  await page.focus("#album-0 button");
  await page.press("Enter");
  assert.equal(page.count("#shelf li"), 2);
});

test("an input in focus keeps what is typed while the server prints the form anew", async (t) => {
  const page = await opened(t).browse(paths.form());
  await page.fill("#order", { order: { title: "B" } });
  assert.equal(page.text("#errors"), "is too short");
  await page.fill("#order", { quick: "typed" });
  await page.evaluate(`document.querySelector("#order [name='quick']").value`);
  assert.equal(await page.evaluate(`document.querySelector("[name='quick']").value`), "typed");
  assert.equal(await page.evaluate(`document.querySelector("[name='order[title]']").value`), "B");
});

test("a debounce takes no time of the test's, and waits for what the test lets pass", async (t) => {
  const page = await opened(t).browse(paths.form());
  await page.fill("#order", { order: { note: "later" } });
  assert.equal(page.text("#seen"), "");
  await page.advance(199);
  assert.equal(page.text("#seen"), "");
  await page.advance(1);
  assert.match(page.text("#seen"), /"note":"later"/);
});

test("a form is submitted with its button, and one that the server triggers by a request", async (t) => {
  const page = await opened(t).browse(paths.form());
  await page.fill("#order", { order: { title: "Blue" } });
  await page.submit("#order", { submitter: "#second" });
  assert.match(page.text("#seen"), /^saved [^]*"title":"Blue"/);
  await page.click("#finish");
  assert.deepEqual([page.path, page.text("h1")], ["/account", "Ada"]);
});

test("patches and navigations stay in the document, and back leads back", async (t) => {
  const page = await opened(t).browse(paths.home());
  await page.evaluate("document.body.dataset.document = 'first'");
  await page.click("a", { text: "With an e" });
  assert.deepEqual([page.path, page.texts("#shelf a")], ["/?q=e", ["Blue", "Hejira"]]);
  await page.click("#shelf a", { text: "Hejira" });
  assert.deepEqual([page.path, page.text("h1")], ["/albums/1", "Hejira"]);
  await page.back();
  assert.deepEqual([page.path, page.texts("#shelf a")], ["/?q=e", ["Blue", "Hejira"]]);
  await page.back();
  assert.deepEqual([page.path, page.count("#shelf a")], ["/", 3]);
  assert.ok(page.has('body[data-document="first"]'));
});

test("links, redirects and other live sessions load another document, with their messages", async (t) => {
  const page = await opened(t).browse(paths.home());
  await page.click("#leave");
  assert.deepEqual([page.path, page.text("#notice")], ["/about", "Off you go."]);
  await page.goto(paths.home());
  await page.click("a", { text: "Account" });
  assert.deepEqual([page.path, page.text("#notice")], ["/log_in?return_to=%2Faccount", "Log in first."]);
  await page.fill("form", { name: "Ada" });
  await page.click("button");
  assert.deepEqual([page.path, page.text("h1")], ["/account", "Ada"]);
});

test("after a lost connection the client joins again, and sends what was typed", async (t) => {
  const site = opened(t);
  const page = await site.browse(paths.form());
  await page.fill("#order", { order: { title: "Blue", gift: true } });
  await page.reconnect();
  assert.match(page.text("#seen"), /"title":"Blue"[^]*"gift":"true"/);
  assert.ok(page.has("[data-phx-main].phx-connected"));
});

test("a deploy is joined by the client itself", async (t) => {
  const { app, clock } = shop();
  const site = opened(t, app);
  const page = await site.browse(paths.home());
  await page.click("#album-0 button");
  const next = shop(clock);
  await site.deploy(next.app);
  assert.equal(page.count("#shelf li"), 3);
  next.pubsub.broadcast(news(), { text: "new code" });
  await site.settled();
  assert.equal(page.text("#heard"), "new code");
});

test("pages of both kinds settle together, and the clock turns for both", async (t) => {
  const { app, pubsub } = shop();
  const site = opened(t, app);
  const [fast, full] = [await site.visit(paths.home()), await site.browse(paths.home())];
  await fast.element("#command").click();
  assert.equal(full.text("#heard"), "by a command");
  await site.advance(5 * 60_000);
  pubsub.broadcast(news(), { text: "still here" });
  await site.settled();
  assert.deepEqual([fast.text("#heard"), full.text("#heard")], ["still here", "still here"]);
  assert.equal(app.counters.snapshot()["silent_connection"], undefined);
});

test("an error in a script fails the test", async (t) => {
  const page = await opened(t).browse(paths.home());
  await assert.rejects(page.evaluate("setTimeout(() => { throw new Error('of the page') })"), {
    code: "LG_TEST_VIEW",
    message: /A script of \/ failed: [^]*of the page/,
  });
});

test("a fault in the markup fails the test here too", async (t) => {
  await assert.rejects(opened(t).browse(paths.faulty({ kind: "duplicate-id" })), { code: "LG_TEST_MARKUP" });
});

test("browsing without knowing the browser code is refused", async () => {
  await using site = testApp(shop().app);
  await assert.rejects(site.browse(paths.home()), /\[LG_TEST_PAGE\][^]*testApp\(app, \{ client: /);
});
