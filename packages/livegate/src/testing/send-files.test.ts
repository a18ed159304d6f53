import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { z } from "zod";
import { endpoint } from "../endpoint/endpoint.ts";
import { csrfField } from "../html/csrf-field.ts";
import { html } from "../html/html.ts";
import { liveComponent } from "../live/live-component.ts";
import { liveFileInput } from "../live/live-file-input.ts";
import { liveView } from "../live/live-view.ts";
import { upload } from "../live/upload.ts";
import type { Upload } from "../live/upload-types.ts";
import { definePaths } from "../paths/define-paths.ts";
import { fetchSession } from "../plug/fetch-session.ts";
import { protectFromForgery } from "../plug/protect-from-forgery.ts";
import { logger } from "../plug/logger.ts";
import { putRootLayout } from "../plug/put-root-layout.ts";
import { localPubSub } from "../pubsub/local-pubsub.ts";
import { pipeline } from "../router/pipeline.ts";
import { router } from "../router/router.ts";
import { withUploads } from "../runtime/with-uploads.ts";
import { Secret } from "../token/secret.ts";
import { testApp } from "./test-app.ts";

const paths = definePaths({ files: "/", plain: "/plain" });
const shown = (files: Upload) =>
  html`${liveFileInput(files)} <ul id="of-${files.name}">${files.entries.map(
    ({ clientName, progress, errors }) => html`<li>${clientName} ${progress} ${errors.join()}</li>`,
  )}</ul>`;

const Attached = liveComponent({
  uploads: { scan: upload({ accept: "any", writer: "memory" }) },
  events: { pick: null, keep: null },
  mount: () => ({ kept: "" }),
  handle: {
    pick: () => {},
    async keep(socket) {
      const [kept = ""] = await socket.consumeUploadedEntries("scan", ({ bytes }) => bytes.toString());
      socket.assign({ kept });
    },
  },
  render: ({ uploads, kept }, ev) =>
    html`<form id="scans" phx-change=${ev.pick} phx-submit=${ev.keep}>${shown(uploads.scan)} <b id="kept">${kept}</b></form>`,
});

const filesLive = liveView({
  components: [Attached],
  uploads: {
    notes: upload({ accept: [".txt"], maxEntries: 2, chunkSize: 4 }),
    now: upload({ accept: "any", autoUpload: true }),
    away: upload({
      accept: "any",
      external: ({ clientName }) => ({ uploader: "S3", url: `https://s3.test/${clientName}` }),
    }),
  },
  events: { pick: null, save: null, cancel: z.object({ ref: z.string() }) },
  mount: () => ({ saved: [] as readonly string[] }),
  handle: {
    pick: () => {},
    cancel: (socket, { ref }) => socket.cancelUpload("notes", ref),
    async save(socket) {
      const notes = await socket.consumeUploadedEntries("notes", ({ path }) => readFile(path, "utf8"));
      const now = await socket.consumeUploadedEntries("now", ({ path }) => readFile(path, "utf8"));
      const away = await socket.consumeUploadedEntries("away", ({ url }) => url);
      socket.assign({ saved: [...notes, ...now, ...away] });
    },
  },
  render: ({ uploads, saved }, ev) => html`
    <form id="files" phx-change=${ev.pick} phx-submit=${ev.save}>
      ${shown(uploads.notes)} ${shown(uploads.now)} ${shown(uploads.away)}
      ${uploads.notes.entries.map(
        ({ ref }) => html`<button type="button" phx-click=${ev.cancel} phx-value-ref=${ref}>Cancel ${ref}</button>`,
      )}
      <button>Save</button>
    </form>
    <p id="saved">${saved.join(" ")}</p>
    ${Attached({ id: "a" })}`,
});

const plainForm = html`<form id="plain" action=${paths.plain()} method="post" enctype="multipart/form-data">
  ${csrfField()}<input name="title" /> <input type="file" name="notes" multiple /> <input type="file" name="other" />
  <button name="by" value="press">Save</button>
</form>`;

/** What stands behind a form without JavaScript: says what came. */
const plainRoutes = (r: Parameters<Parameters<typeof router>[0]>[0]) => {
  r.get(paths.plain, (c) => c.render(plainForm));
  r.post(paths.plain, (c) =>
    withUploads(c, { notes: upload({ accept: [".txt"], maxEntries: 2 }) }, async (sent) => {
      const notes = await sent.consumeUploadedEntries("notes", ({ path }) => readFile(path, "utf8"));
      return c.render(html`<p id="came">${JSON.stringify({ ...sent.params, _csrf_token: "", notes })}</p>`);
    }),
  );
};

async function opened(t: TestContext) {
  const uploadDirectory = await mkdtemp(join(tmpdir(), "kit-uploads-"));
  const app = endpoint({
    uploadDirectory,
    router: router((r) => {
      const root = putRootLayout(
        ({ inner, csrfToken }) => html`<meta name="csrf-token" content=${csrfToken} />${inner}`,
      );
      r.scope({ pipeThrough: pipeline([fetchSession(), root, protectFromForgery()]), public: true }, plainRoutes);
      r.scope({ pipeThrough: pipeline([fetchSession(), root]) }, (r) => {
        r.liveSession("files", {}, (r) => r.live(paths.files, filesLive));
      });
    }),
    pubsub: localPubSub(),
    url: new URL("https://shop.test"),
    secretKeyBase: [new Secret("kit".repeat(22))],
    production: true,
    log: logger({ level: "silent" }),
  });
  const site = testApp(app);
  t.after(async () => {
    await site.close();
    await app.stop();
    await rm(uploadDirectory, { recursive: true });
  });
  const page = await site.visit(paths.files());
  const stored = async () =>
    (await readdir(uploadDirectory, { recursive: true, withFileTypes: true })).filter((e) => e.isFile());
  return { page, stored };
}

test("files are picked, seen, and sent when their form is submitted", async (t) => {
  const { page, stored } = await opened(t);
  await page
    .form("#files")
    .pick("notes", { name: "a.txt", content: "first note" }, { name: "b.txt", content: "second" });
  assert.deepEqual(page.texts("#of-notes li"), ["a.txt 0", "b.txt 0"]);
  assert.equal((await stored()).length, 0);
  await page.form("#files").submit();
  assert.equal(page.text("#saved"), "first note second");
  assert.equal(page.count("#of-notes li"), 0);
});

test("a file that goes by itself is there before", async (t) => {
  const { page, stored } = await opened(t);
  await page.form("#files").pick("now", { name: "a.bin", content: new Uint8Array([104, 105]) });
  assert.deepEqual([page.texts("#of-now li"), (await stored()).length], [["a.bin 100"], 1]);
  await page.form("#files").submit();
  assert.equal(page.text("#saved"), "hi");
});

test("a file with an error keeps its form from being submitted; a cancelled one isn't sent", async (t) => {
  const { page } = await opened(t);
  await page.form("#files").pick("notes", { name: "a.exe", content: "no" });
  assert.deepEqual(page.texts("#of-notes li"), ["a.exe 0 not_accepted"]);
  await page.form("#files").submit();
  assert.equal(page.text("#saved"), "");
  await page.element("button", { text: "Cancel 0" }).click();
  await page.form("#files").pick("notes", { name: "b.txt", content: "yes" });
  await page.form("#files").submit();
  assert.equal(page.text("#saved"), "yes");
});

test("what goes elsewhere counts as sent", async (t) => {
  const { page } = await opened(t);
  await page.form("#files").pick("away", { name: "a.bin", content: "x" });
  await page.form("#files").submit();
  assert.equal(page.text("#saved"), "https://s3.test/a.bin");
});

test("a component has files of its own", async (t) => {
  const { page } = await opened(t);
  await page.form("#scans").pick("scan", { name: "a.bin", content: "scanned" });
  await page.form("#scans").submit();
  assert.equal(page.text("#kept"), "scanned");
});

test("without JavaScript files go with the form's request", async (t) => {
  const { page } = await opened(t);
  await page.goto(paths.plain());
  const form = page.form("#plain");
  await form.pick("notes", { name: "a.txt", content: "first" }, { name: "b.txt", content: "second" });
  await form.submit({ title: "Blue" }, { submitter: "button" });
  assert.deepEqual(JSON.parse(page.text("#came")), {
    _csrf_token: "",
    title: "Blue",
    by: "press",
    notes: ["first", "second"],
  });
});

test("files that can't be picked are an error of the test", async (t) => {
  const { page } = await opened(t);
  const form = page.form("#files");
  const file = { name: "a.txt", content: "" };
  await assert.rejects(form.pick("other", file), { code: "LG_TEST_ELEMENT", message: /has no upload "other"/ });
  await assert.rejects(form.pick("now", file, file), { code: "LG_TEST_ELEMENT", message: /takes one file/ });
});
