import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { tmpdir } from "node:os";
import { type ErrorReport, errorReport } from "./error-report.ts";
import type { SourceExcerpt } from "./source-excerpt.ts";

const LIVEGATE = new URL("../index.ts", import.meta.url).href;

const APP = `import { html } from ${JSON.stringify(LIVEGATE)};

const apiToken = "do-not-show";
export const titled = (album) => html\`
  <article>
    <h1 class=\${album.look}>\${
      album.title.toUpperCase()
    }</h1>
    <p>\${album.note}</p>
  </article>\`;
export const refused = (album) => html\`<p>
  <script>\${album.title}</script></p>\`;
export const caused = () => {
  throw new TypeError("outer", { cause: new RangeError("inner", { cause: new Error("innermost") }) });
};
`;

interface App {
  titled(album: object): never;
  refused(album: object): never;
  caused(): never;
}

let folder = "";
let app: App;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "overlay-"));
  await writeFile(join(folder, "app.mjs"), APP);
  app = (await import(join(folder, "app.mjs"))) as App;
});
after(() => rm(folder, { recursive: true }));

/** Reports what a task throws. */
async function reported(task: () => unknown): Promise<ErrorReport> {
  try {
    await task();
  } catch (error) {
    return errorReport(error, { during: "GET /", requestId: "r-1" });
  }
  return assert.fail("nothing was thrown");
}

const hit = ({ lines }: SourceExcerpt): string => lines.find(({ isHit }) => isHit)?.text.trim() ?? "";

test("an error in the app's code has the line that threw it, with the lines around", async () => {
  const report = await reported(() => app.titled({}));
  assert.equal(report.name, "TypeError");
  assert.match(report.message, /toUpperCase/);
  assert.equal(report.excerpts.length, 1);
  const [excerpt] = report.excerpts;
  assert.equal(hit(excerpt!), "album.title.toUpperCase()");
  assert.match(excerpt!.place, /app\.mjs:7$/);
  assert.deepEqual(
    excerpt!.lines.map(({ number }) => number),
    [3, 4, 5, 6, 7, 8, 9, 10, 11],
  );
});

test("secrets in the source around it are not shown", async () => {
  const { excerpts } = await reported(() => app.titled({}));
  assert.doesNotMatch(JSON.stringify(excerpts), /do-not-show/);
});

test("a value that can't be printed leads to its slot in the template, though the app's code has long returned", async () => {
  const { printHtml } = await import("../html/print-html.ts");
  const context = { csrfToken: "", nonce: "", base: "", development: true };
  const report = await reported(() => printHtml(app.titled({ title: "Blue", note: new Date(0) }), context));
  assert.equal(report.code, "LG_TEMPLATE_VALUE");
  assert.match(report.remedy ?? "", /toLocaleDateString/);
  const [excerpt] = report.excerpts;
  assert.deepEqual([excerpt?.label, hit(excerpt!)], ["slot 3 of the template", "<p>${album.note}</p>"]);
});

test("a template that is refused leads to the slot that may not be there", async () => {
  const report = await reported(() => app.refused({ title: "x" }));
  assert.equal(report.code, "LG_TEMPLATE_SLOT");
  assert.doesNotMatch(report.message, /LG_TEMPLATE_SLOT|\n/);
  assert.equal(hit(report.excerpts[0]!), "<script>${album.title}</script></p>`;");
});

test("causes are told from the nearest on, and a circle of them ends", async () => {
  const report = await reported(() => app.caused());
  assert.deepEqual(report.causes, ["RangeError: inner", "Error: innermost"]);
  const circle = new Error("round");
  circle.cause = circle;
  assert.equal(errorReport(circle, { during: "x" }).causes.length, 5);
});

test("what is thrown need not be an error", () => {
  const report = errorReport("just a text", { during: "event save" });
  assert.deepEqual([report.message, report.during, report.requestId], ["just a text", "event save", null]);
});
