import assert from "node:assert/strict";
import { test } from "node:test";
import { errorReport } from "../overlay/error-report.ts";
import { DevelopmentPages } from "./development-pages.ts";

function pageOf(pages: DevelopmentPages) {
  const heard: string[] = [];
  const codes: number[] = [];
  const connection = pages.open({
    send: (text) => void heard.push((JSON.parse(text) as { kind: string }).kind),
    close: (code) => void codes.push(code),
    terminate() {},
    bufferedAmount: 0,
  });
  return { heard, codes, connection };
}

const report = errorReport(new Error("wrong"), { during: "a save" });

test("every open page hears what was saved, and one that is gone no more", () => {
  const pages = new DevelopmentPages();
  const [stays, leaves] = [pageOf(pages), pageOf(pages)];
  pages.tell({ kind: "styles" });
  leaves.connection.closed();
  pages.tell({ kind: "reload" });
  assert.deepEqual([stays.heard, leaves.heard], [["styles", "reload"], ["styles"]]);
});

test("a page that is opened while a mistake stands is told of it, until it is mended", () => {
  const pages = new DevelopmentPages();
  pages.tell({ kind: "error", report });
  pages.tell({ kind: "styles" });
  assert.deepEqual(pageOf(pages).heard, ["error"]);
  pages.tell({ kind: "mended" });
  assert.deepEqual(pageOf(pages).heard, []);
});

test("a server that stops makes its pages connect again", () => {
  const pages = new DevelopmentPages();
  const page = pageOf(pages);
  pages.stop();
  assert.deepEqual(page.codes, [1012]);
});
