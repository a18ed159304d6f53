import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import { testContext } from "../plug/test-context.ts";
import { type ErrorStatus, errorPages, isErrorStatus } from "./error-page.ts";

describe("an error page", () => {
  it("says its status, what happened and what to do, and leads to the start page", async () => {
    const page = errorPages(testContext({ base: "/shop" }))(404);
    const text = await page.text();
    assert.equal(page.status, 404);
    for (const part of ["There is no such page", "The address may be mistyped", 'href="/shop/"', "Error 404"]) {
      assert.ok(text.includes(part), part);
    }
  });

  it("may not be kept, sniffed or run scripts of others", () => {
    const { headers } = errorPages(testContext())(500);
    assert.deepEqual([headers.get("cache-control"), headers.get("x-content-type-options")], ["no-store", "nosniff"]);
    assert.match(headers.get("content-security-policy") ?? "", /default-src 'self'/);
    assert.equal(headers.get("content-type"), "text/html; charset=UTF-8");
  });

  it("says when to come back where something is busy, and nowhere else", () => {
    const page = errorPages(testContext());
    assert.deepEqual([page(503).headers.get("retry-after"), page(500).headers.get("retry-after")], ["5", null]);
  });

  it("shows an error's stack to those who develop, escaped, and to nobody else", async () => {
    const error = new Error("<script>");
    const texts = [false, true].map((production) => errorPages(testContext({ production }))(500, error).text());
    const [developing, published] = await Promise.all(texts);
    assert.match(developing!, /<pre>Error: &lt;script&gt;/);
    assert.doesNotMatch(published!, /script&gt;/);
  });

  it("stands in the app's own document where there is one", async () => {
    const page = errorPages(testContext(), ({ status, asset, nonce, detail }) => {
      assert.ok(nonce.length > 20);
      return html`<b>${status} ${asset("/assets/app.css")} ${detail}</b>`;
    });
    assert.equal(await page(403, new Error("inside")).text(), "<b>403 /assets/app.css </b>");
  });

  it("exists for every status that says so", () => {
    const page = errorPages(testContext());
    for (const status of [400, 403, 404, 413, 415, 421, 500, 503]) {
      assert.ok(isErrorStatus(status));
      assert.equal(page(status satisfies ErrorStatus).status, status);
    }
    for (const status of [200, 302, 401, 418]) assert.equal(isErrorStatus(status), false);
  });
});
