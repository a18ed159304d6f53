import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const DOCS = join(ROOT, "docs");
const pages = (await readdir(DOCS)).filter((name) => name.endsWith(".md"));

/** The Markdown files that a page links to, without what follows `#`. */
const linksOf = (text: string): readonly string[] =>
  [...text.matchAll(/\]\(([^):#]+)(?:#[^)]*)?\)/g)].map(([, path = ""]) => path);

test("every page stands in the README and at the end of the guide that people start with", async () => {
  const readme = linksOf(await readFile(join(ROOT, "README.md"), "utf8"));
  const start = linksOf(await readFile(join(DOCS, "start.md"), "utf8"));
  assert.deepEqual(
    pages.filter((page) => !readme.includes(`docs/${page}`)),
    [],
  );
  assert.deepEqual(
    pages.filter((page) => page !== "start.md" && !start.includes(page)),
    [],
  );
});

test("every link of a page leads to a file, and to a heading of it", async () => {
  for (const page of pages) {
    const text = await readFile(join(DOCS, page), "utf8");
    for (const [, path = "", anchor] of text.matchAll(/\]\(([^):#]*)(?:#([^)]*))?\)/g)) {
      const target = await readFile(path === "" ? join(DOCS, page) : join(DOCS, path), "utf8").catch((error) =>
        // A folder is read in vain, but it is there.
        error.code === "EISDIR" ? "" : assert.fail(`${page} links to ${path}, which isn't there`),
      );
      if (anchor) assert.ok(anchorsOf(target).includes(anchor), `${page} links to ${path}#${anchor}`);
    }
  }
});

/** The names by which the headings of a page are linked to. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
