import assert from "node:assert/strict";
import { test } from "node:test";
import { type OpenPage, OpenPages } from "./open-pages.ts";

/** A page that has news so many times, and then is quiet. */
function pageWithNews(times: number): OpenPage {
  let left = times;
  return {
    settleOnce: async () => (left -= 1) >= 0,
    checkMarkup: () => {},
    elapse: async () => {},
    reconnect: async () => {},
    close: async () => {},
  };
}

test("pages are at rest when none has heard anything for as many rounds as news can travel", async () => {
  const pages = new OpenPages();
  pages.add(pageWithNews(3));
  pages.add(pageWithNews(500));
  await pages.settled();
});

test("pages that tell each other something without end fail the test, which would never end", async () => {
  const pages = new OpenPages();
  pages.add(pageWithNews(Number.POSITIVE_INFINITY));
  await assert.rejects(pages.settled(), { code: "LG_TEST_VIEW", message: /don't come to rest: 10000 times/ });
});
