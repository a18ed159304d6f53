import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { paths, shop } from "./shop.fixture.ts";
import { testApp } from "./test-app.ts";
import type { FieldValues } from "./fill-control.ts";
import type { TestPage } from "./test-page.ts";

async function opened(t: TestContext): Promise<TestPage> {
  const site = testApp(shop().app);
  t.after(() => site.close());
  return site.visit(paths.form());
}

/** What the handler got after a change. */
async function seenAfter(page: TestPage, order: FieldValues): Promise<Record<string, unknown>> {
  await page.form("#order").change({ order });
  return JSON.parse(page.text("#seen")) as Record<string, unknown>;
}

test("a change sends the whole form as a browser counts it, with marks beside what nobody was in", async (t) => {
  const page = await opened(t);
  assert.deepEqual(await seenAfter(page, { title: "B" }), {
    version: "7",
    title: "B",
    _unused_note: "",
    note: "",
    _unused_gift: "",
    gift: "false",
    _unused_format: "",
    format: "",
    _unused_fixed: "",
    fixed: "f",
  });
  assert.equal(page.text("#errors"), "is too short");
});

test("boxes, choices and lists send what a user picked", async (t) => {
  const page = await opened(t);
  const { gift, size, format, tags, extras, ...rest } = await seenAfter(page, {
    gift: true,
    size: "m",
    format: "cd",
    tags: ["folk", "jazz"],
    extras: ["bow"],
  });
  assert.deepEqual([gift, size, format, tags, extras], ["true", "m", "cd", ["folk", "jazz"], ["bow"]]);
  assert.equal("_unused_gift" in rest, false);
  assert.equal((await seenAfter(page, { gift: false }))["gift"], "false");
});

test("a click on a label ticks its box, and the form tells", async (t) => {
  const page = await opened(t);
  await page.element("#gift-label").click();
  assert.match(page.text("#seen"), /"gift":"true"/);
  await page.element("#gift").click();
  assert.match(page.text("#seen"), /"gift":"false"/);
});

test("an input with a binding of its own sends itself alone", async (t) => {
  const page = await opened(t);
  await page.form("#order").change({ quick: "now" });
  assert.equal(page.text("#seen"), '{"quick":"now","_target":["quick"]}');
});

test("a submit sends everything as used, with the button that was pressed", async (t) => {
  const page = await opened(t);
  await page.form("#order").submit({ order: { title: "Blue" } });
  assert.match(page.text("#seen"), /^saved \{"version":"7","title":"Blue","note":"","gift":"false","format":""/);
  assert.equal(page.text("#seen").includes("_unused"), false);
  await page.element("#second").click();
  assert.match(page.text("#seen"), /^saved /);
});

test("what was typed stays while the server doesn't print the form anew; then the server's values hold", async (t) => {
  const page = await opened(t);
  await page.form("#order").change({ quick: "typed", order: { note: "a note" } });
  const values = () => Object.fromEntries(page.form("#order").values);
  // The note is echoed by the server; the quick input isn't, and the focus has moved on.
  assert.deepEqual([values()["order[note]"], values()["quick"]], ["a note", ""]);
  await page.form("#order").change({ quick: "again" });
  assert.equal(values()["quick"], "again");
});

test("values that a user can't give are refused, with what there is", async (t) => {
  const page = await opened(t);
  const why = (values: FieldValues) =>
    page
      .form("#order")
      .change(values)
      .then(
        () => "taken",
        ({ message }: Error) => message.split("\n")[0] ?? "",
      );
  assert.match(
    await why({ order: { titel: "x" } }),
    /has no input "order\[titel\]"\. It has: order\[title\], order\[note\]/,
  );
  assert.match(await why({ order: { version: "8" } }), /it is a hidden input/);
  assert.match(await why({ order: { locked: "y" } }), /it is disabled/);
  assert.match(await why({ order: { fixed: "y" } }), /it is read-only/);
  assert.match(await why({ order: { format: "tape" } }), /it has no option "tape", but "", "lp", "cd", "mc"/);
  assert.match(await why({ order: { format: "mc" } }), /its option "mc" is disabled/);
  assert.match(await why({ order: { size: "xl" } }), /none of its name has the value "xl", but "s", "m"/);
  assert.match(await why({ order: { extras: ["rose"] } }), /none of its name has the value "rose", but "card", "bow"/);
  assert.match(await why({ order: { extras: true } }), /there are 2 of its name/);
});

test("a form without a binding can't be changed, and what is no form is none", async (t) => {
  const page = await opened(t);
  await page.goto(paths.logIn());
  await assert.rejects(page.form().change({ name: "Ada" }), /Nobody hears of a change in <input name="name">/);
  await assert.rejects(page.form("button").submit(), /<button>Log in is no form/);
});

test("a form that the server triggers is sent by a request", async (t) => {
  const page = await opened(t);
  await page.element("#finish").click();
  assert.deepEqual([page.arrival, page.path, page.text("h1")], ["request", "/account", "Ada"]);
});
