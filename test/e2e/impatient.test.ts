import assert from "node:assert/strict";
import { type TestContext, after, before, describe, test } from "node:test";
import { definePaths, events, html, link, liveRender, liveView, router } from "livegate";
import type { Page } from "playwright-core";
import { z } from "zod";
import { type BrowserSite, browserSite, guarded } from "./browser-site.ts";
import { listen } from "./stock/wire.ts";
import { eventually, isAt, live, shows } from "./teacher-browser.ts";

const paths = definePaths({ note: "/", again: "/again", other: "/other" });
const NoteSchema = z.object({
  note: z.string(),
  kind: z.string(),
  urgent: z.string().optional(),
  nested: z.string().optional(),
});
type Note = z.infer<typeof NoteSchema>;

const saved: string[] = [];
/** What views wait for as they join, and what events wait for. */
let gates: { readonly joining: Promise<void>; readonly event: Promise<void> };
const open = Promise.resolve();

const ev = events({ change: NoteSchema, save: NoteSchema.refine(async () => (await gates.event, true)) });
const emptyNote: Note = { note: "", kind: "short" };

const inner = liveView({
  events: { change: z.object({ word: z.string() }) },
  mount: () => ({ word: "" }),
  handle: { change: (socket, { word }) => socket.assign({ word }) },
  render: ({ word }, own) =>
    html`<form id="inner" phx-change=${own.change}><label>Word <input name="word" value="${word}" /></label></form>
      <p id="word">${word}</p>`,
});

const noteView = liveView({
  events: ev,
  views: { inner },
  mount: async ({ connected }) => {
    if (connected) await gates.joining;
    return { typed: emptyNote };
  },
  handle: {
    change: (socket, typed) => socket.assign({ typed }),
    save: (_socket, { note }) => void saved.push(note),
  },
  render: ({ typed: { note, kind, urgent } }) =>
    html`<form id="note" phx-change=${ev.change} phx-submit=${ev.save}>
        <label>Note <input name="note" value="${note}" /></label>
        <label>Kind
          <select name="kind">${["short", "long"].map((each) => html`<option selected=${each === kind}>${each}</option>`)}</select>
        </label>
        <label>Urgent <input type="checkbox" name="urgent" checked=${urgent === "on"} /></label>
        <button>Save</button>
      </form>
      <p id="seen">${note} ${kind} ${urgent}</p>
      ${link({ navigate: paths.other() }, "Other")} ${link({ navigate: paths.again() }, "Again")} ${liveRender(inner, { id: "nested" })}`,
});

const otherView = liveView({ mount: () => ({}), render: () => html`<h1>Other</h1>` });

const routes = router((r) => {
  r.scope({ pipeThrough: guarded }, (pages) => {
    pages.liveSession("all", { public: true }, (views) => {
      views.live(paths.note, noteView);
      views.live(paths.again, noteView);
      views.live(paths.other, otherView);
    });
  });
});

let site: BrowserSite;

before(async () => {
  site = await browserSite({ router: routes });
});
after(() => site?.close());

/** Has joins, or events, wait until the function is called that it gives. */
function hold(what: "joining" | "event"): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  gates = { joining: open, event: open, [what]: promise };
  return resolve;
}

const fieldsOf = async (page: Page) => ({
  note: await page.getByLabel("Note").inputValue(),
  kind: await page.getByLabel("Kind").inputValue(),
  urgent: await page.getByLabel("Urgent").isChecked(),
});

/** A page whose view isn't there yet. */
async function early(t: TestContext) {
  const join = hold("joining");
  const { page } = await site.visitor(t);
  const wire = listen(page);
  await page.goto("/");
  await page.getByLabel("Note").waitFor();
  return { page, wire, join };
}

test("who saves and follows a link before that is done has saved", async (t) => {
  const done = hold("event");
  const { page } = await site.opened(t);
  await page.getByLabel("Note").fill("at once");
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator("#note.phx-submit-loading").waitFor();
  await page.getByRole("link", { name: "Other" }).click();
  await shows(page.getByRole("heading"), "Other");
  done();
  await eventually(async () => assert.deepEqual(saved, ["at once"]));
});

describe("what is typed before the page is live", () => {
  test("stays, and the server hears of it", async (t) => {
    const { page, join } = await early(t);
    await page.getByLabel("Note").fill("early");
    await page.getByLabel("Kind").selectOption("long");
    await page.getByLabel("Urgent").check();
    await page.getByLabel("Word").fill("nested");
    join();
    await live(page);
    assert.deepEqual(await fieldsOf(page), { note: "early", kind: "long", urgent: true });
    await shows(page.locator("#seen"), "early long on");
    await shows(page.locator("#word"), "nested");
    assert.equal(await page.getByLabel("Word").inputValue(), "nested");
  });

  test("survives a lost connection afterwards as well", async (t) => {
    const { page, wire, join } = await early(t);
    await page.getByLabel("Note").fill("early");
    join();
    await live(page);
    await page.getByLabel("Kind").selectOption("long");
    await shows(page.locator("#seen"), "early long");
    wire.payloads("phx_join");
    site.dropConnections();
    await eventually(async () => assert.ok(wire.sent().includes("phx_join")));
    await live(page);
    await shows(page.locator("#seen"), "early long");
    assert.deepEqual(await fieldsOf(page), { note: "early", kind: "long", urgent: false });
  });

  test("is nothing, mostly: then nothing is sent", async (t) => {
    const { page, wire, join } = await early(t);
    join();
    await live(page);
    assert.deepEqual(wire.payloads("event"), []);
  });

  test("doesn't go along to where a link leads that was followed before", async (t) => {
    gates = { joining: open, event: open };
    const { page } = await site.visitor(t);
    const wire = listen(page);
    await page.goto("/");
    await live(page);
    wire.sent();
    const join = hold("joining");
    await page.getByRole("link", { name: "Again" }).click();
    await eventually(async () => assert.ok(wire.sent().includes("phx_join")));
    await page.getByLabel("Note").fill("late");
    join();
    await isAt(page, "/again");
    await live(page);
    assert.equal(await page.getByLabel("Note").inputValue(), "");
    assert.deepEqual(wire.payloads("event"), []);
  });
});
