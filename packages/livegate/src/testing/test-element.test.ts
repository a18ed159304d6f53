import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Shop, paths, shop } from "./shop.fixture.ts";
import { testApp } from "./test-app.ts";
import type { TestPage } from "./test-page.ts";

async function home(t: TestContext, { app }: Shop = shop()): Promise<TestPage> {
  const site = testApp(app);
  t.after(() => site.close());
  return site.visit(paths.home());
}

test("a click goes to the binding around the element, with the values that stand there", async (t) => {
  const page = await home(t);
  await page.element("#album-0 i").click();
  assert.deepEqual(page.texts("#shelf a"), ["Hejira", "Mingus"]);
});

test("commands push, patch and navigate; what only changes looks is left out", async (t) => {
  const page = await home(t);
  await page.element("#command").click();
  assert.equal(page.text("#heard"), "by a command");
  await page.element("#to-e").click();
  assert.deepEqual([page.arrival, page.path], ["patch", "/?q=e"]);
  await page.element("#to-form").click();
  assert.deepEqual([page.arrival, page.path], ["navigate", "/form"]);
});

test("a command that dispatches a click elsewhere is followed", async (t) => {
  const page = await home(t);
  await page.element("#by-dispatch").click();
  assert.equal(page.text("#heard"), "by a command");
});

test("a click elsewhere is heard by what listens for it", async (t) => {
  const page = await home(t);
  await page.element("#command").click();
  assert.equal(page.text("#focus"), "away");
});

test("focus, blur and keys go to the element's own bindings", async (t) => {
  const page = await home(t);
  const input = page.element("#keys");
  await input.focus();
  assert.equal(page.text("#focus"), "in");
  await input.blur();
  assert.equal(page.text("#focus"), "away");
  await input.keyup("x");
  assert.equal(page.text("#heard"), "x");
  await input.keydown("Escape");
  assert.equal(page.text("#heard"), "Escape");
  await assert.rejects(page.element("#command").focus(), /has no phx-focus\. What has one:[^]*id="keys"/);
});

test("a list without end is scrolled to where it listens, and says which of its children was met", async (t) => {
  const site = testApp(shop().app);
  t.after(() => site.close());
  const page = await site.visit(paths.songs());
  const list = page.element("#songs");
  await list.scrollTo("bottom");
  assert.deepEqual(page.texts("#songs li"), ["a", "b", "behind-songs-b"]);
  await assert.rejects(list.scrollTo("bottom"), /has no phx-viewport-bottom/);
});

test("a hook's event is answered with the handler's reply", async (t) => {
  const page = await home(t);
  assert.deepEqual(await page.element("#chart").pushEvent("ask", { n: 21 }), { double: 42 });
  await assert.rejects(page.element("#chart").pushEvent("ask", { n: "x" }), { code: "LG_TEST_REFUSED" });
  await assert.rejects(page.element("#keys").pushEvent("ask"), /has no hook\. What has one:[^]*id="chart"/);
});

test("what a user can't reach can't be clicked", async (t) => {
  const page = await home(t);
  const why = (id: string) =>
    page
      .element(id)
      .click()
      .then(String, ({ message }: Error) => message.split("\n")[0]);
  assert.match((await why("#hidden")) ?? "", /can't reach <button id="hidden"[^]*: it is hidden\./);
  assert.match((await why("#inert")) ?? "", /: <div inert>Inert around it is inert\./);
  assert.match((await why("#disabled")) ?? "", /: it is disabled\./);
});

test("an element that isn't there, or is there more than once, is told with what there is", async (t) => {
  const page = await home(t);
  await assert.rejects(
    page.element("button.missing").click(),
    /There is no button\.missing on the page[^]*<button id="command"/,
  );
  await assert.rejects(page.element("a", { text: "Nowhere" }).click(), /no a with the text Nowhere[^]*>About/);
  await assert.rejects(page.element("#shelf a").click(), /3 elements are #shelf a[^]*0: <a href="\/albums\/0"[^]*2: /);
  await assert.rejects(page.element("#shelf a", { at: 3 }).click(), /there is none at 3/);
  await assert.rejects(page.element("a[").click(), /"a\[" is no selector/);
});

test("a click that does nothing fails, with what could be clicked", async (t) => {
  const page = await home(t);
  await page.goto(paths.album({ id: 1 }));
  await assert.rejects(page.element("h1").click(), /A click on <h1>Hejira does nothing[^]*<a href="\/"/);
});

test("an event that the page sends and the view refuses fails the test", async (t) => {
  const page = await home(t);
  await assert.rejects(page.element("#gone").click(), /"gone" was refused: the view declares no such event/);
  await assert.rejects(page.element("#wrong").click(), /"remove" was refused: its payload doesn't fit/);
});

test("an element tells its text, markup, attributes and value", async (t) => {
  const page = await home(t);
  const button = page.element("#album-2 button");
  assert.deepEqual([button.text, button.attribute("phx-value-id"), button.attribute("id")], ["Remove", "2", null]);
  assert.match(button.html, /^<button phx-click="remove" /);
  assert.equal(page.element("#keys").value, "");
});

test("what stands in a component goes to it, and the other one of its kind stays as it was", async (t) => {
  const page = await home(t);
  await page.goto(paths.flock());
  await page.element("#black button").click();
  await page.form("#white-form").change({ name: "Dolly" });
  assert.deepEqual(page.texts("section b"), ["Dolly 0", "10"]);
  assert.deepEqual(await page.element("#black-hook").pushEventTo("#black", "ask"), { count: 10 });
  assert.deepEqual(await page.element("#black-hook").pushEvent("ask", { n: 1 }), { double: 0 });
});

test("a component that has left the page is forgotten, and one that comes back is new", async (t) => {
  const page = await home(t);
  await page.goto(paths.flock());
  await page.element("#black button").click();
  await page.element("#shear").click();
  assert.equal(page.count("section"), 1);
  await page.element("#shear").click();
  assert.deepEqual(page.texts("section b"), ["0", "0"]);
});
