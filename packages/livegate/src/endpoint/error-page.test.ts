import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LivegateError } from "../errors/livegate-error.ts";
import { html } from "../html/html.ts";
import type { ErrorOccasion } from "../plug/error-occasion.ts";
import { testContext } from "../plug/test-context.ts";
import { type ErrorDocument, type ErrorStatus, isErrorStatus } from "./error-document.ts";
import { errorPages } from "./error-page.ts";

const asked = (given: Partial<ErrorOccasion> = {}): ErrorOccasion => ({
  method: "GET",
  path: "/albums",
  accept: "text/html,*/*;q=0.8",
  requestId: "r-1",
  ...given,
});

const statuses = [400, 403, 404, 413, 415, 421, 429, 500, 503] as const satisfies readonly ErrorStatus[];

describe("an error page", () => {
  it("says its status, what happened and what to do, and leads to the start page", async () => {
    const page = errorPages(testContext({ base: "/shop" }))(404, asked());
    const text = await page.text();
    assert.equal(page.status, 404);
    for (const part of ["There is no such page", "The address may be mistyped", 'href="/shop/"', "Error 404"]) {
      assert.ok(text.includes(part), part);
    }
  });

  it("may not be kept, sniffed or run scripts of others", () => {
    const { headers } = errorPages(testContext())(500, asked());
    assert.deepEqual([headers.get("cache-control"), headers.get("x-content-type-options")], ["no-store", "nosniff"]);
    assert.match(headers.get("content-security-policy") ?? "", /default-src 'self'/);
    assert.equal(headers.get("content-type"), "text/html; charset=UTF-8");
  });

  it("has the headers of a page: no foreign windows, no devices, no referrer, and TLS for a year where there is TLS", () => {
    for (const secure of [true, false]) {
      const { headers } = errorPages({ ...testContext(), secure })(404, asked());
      assert.equal(headers.get("cross-origin-opener-policy"), "same-origin");
      assert.equal(headers.get("referrer-policy"), "strict-origin-when-cross-origin");
      assert.match(headers.get("permissions-policy") ?? "", /camera=\(\)/);
      assert.equal(headers.get("strict-transport-security"), secure ? "max-age=31536000" : null);
    }
  });

  it("says when to come back where that helps, and nowhere else", () => {
    const page = errorPages(testContext());
    const told = statuses.filter((status) => page(status, asked()).headers.has("retry-after"));
    assert.deepEqual(told, [429, 503]);
  });

  it("stands in the app's own document where there is one, with the id under which it is in the log", async () => {
    const page = errorPages(testContext(), ({ status, asset, nonce, requestId }) => {
      assert.ok(nonce.length > 20);
      return html`<b>${status} ${asset("/assets/app.css")} ${requestId}</b>`;
    })(403, asked());
    assert.equal(await page.text(), "<b>403 /assets/app.css r-1</b>");
    assert.equal(page.headers.get("x-request-id"), "r-1");
  });

  it("has no body where the head alone was asked for", async () => {
    for (const accept of ["text/html", "application/json"]) {
      const page = errorPages(testContext())(404, asked({ method: "HEAD", accept }));
      assert.deepEqual([page.status, await page.text()], [404, ""]);
    }
  });

  it("is JSON for who asks for JSON", async () => {
    const answer = errorPages(testContext())(429, asked({ accept: "application/json" }));
    assert.equal(answer.headers.get("content-type"), "application/json");
    assert.equal(answer.headers.get("retry-after"), "30");
    assert.deepEqual(await answer.json(), {
      error: { status: 429, title: "That was too often", advice: "Wait a little, then try again.", requestId: "r-1" },
    });
  });

  it("exists for every status that says so", () => {
    const page = errorPages(testContext());
    for (const status of statuses) {
      assert.ok(isErrorStatus(status));
      assert.equal(page(status, asked()).status, status);
    }
    for (const status of [200, 302, 401, 418]) assert.equal(isErrorStatus(status), false);
  });
});

describe("an error's inside", () => {
  const fault = new LivegateError("LG_PATCH_LOOP", "It goes round <b>and</b> round.", "stop();");

  it("is in no page and no JSON of production", async () => {
    const page = errorPages(testContext());
    for (const accept of ["text/html", "application/json"]) {
      assert.doesNotMatch(await page(500, asked({ accept }), fault).text(), /round|LG_|stop|error-page/);
    }
  });

  it("is shown to those who develop, escaped: code, message, remedy, request and the place it comes from", async () => {
    const text = await errorPages(testContext({ production: false }))(500, asked(), fault).text();
    for (const part of [
      "LG_PATCH_LOOP",
      "It goes round &lt;b&gt;and&lt;/b&gt; round.",
      "stop();",
      "GET /albums",
      "r-1",
    ]) {
      assert.ok(text.includes(part), part);
    }
    assert.match(text, /error-page\.test\.ts:\d+/);
  });

  it("is in JSON for those who develop", async () => {
    const page = errorPages(testContext({ production: false }));
    const { error } = (await page(500, asked({ accept: "application/json" }), fault).json()) as {
      error: { report: { code: string; remedy: string } };
    };
    assert.deepEqual([error.report.code, error.report.remedy], ["LG_PATCH_LOOP", "stop();"]);
  });

  it("runs nothing but the script that loads the page anew, and that only where it was built", async () => {
    const page = errorPages(testContext({ production: false }))(500, asked(), fault);
    assert.doesNotMatch(await page.text(), /<script/);
    const watched = errorPages(testContext({ production: false, reloadScript: "/assets/dev.js" }));
    assert.match(await watched(500, asked(), fault).text(), /<script defer src="\/assets\/dev\.js"><\/script>/);
  });
});

describe("an error document that fails itself", () => {
  const broken: ErrorDocument = () => {
    throw new Error("No layout.");
  };

  it("is replaced by a plain one, and logged", async () => {
    const context = testContext();
    const page = errorPages(context, broken)(404, asked());
    assert.equal(page.status, 404);
    assert.match(await page.text(), /There is no such page/);
    assert.match(context.logged.join(), /No layout\./);
  });

  it("shows its own error to those who develop", async () => {
    assert.match(await errorPages(testContext({ production: false }), broken)(404, asked()).text(), /No layout\./);
  });
});
