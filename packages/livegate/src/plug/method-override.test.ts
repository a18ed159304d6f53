import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { overrideMethod } from "./method-override.ts";

const FORM = "application/x-www-form-urlencoded";

function post(body: string | ReadableStream, headers: Record<string, string> = {}, method = "POST"): Request {
  const init: RequestInit = { method, body, headers: { "content-type": FORM, ...headers }, duplex: "half" };
  return new Request("http://shop.test/albums/1?page=2", init);
}

async function methodOf(request: Request): Promise<string | number> {
  const result = await overrideMethod(request);
  return result.ok ? result.request.method : result.status;
}

describe("overrideMethod", () => {
  for (const [asked, method] of [
    ["put", "PUT"],
    ["PATCH", "PATCH"],
    ["Delete", "DELETE"],
  ] as const) {
    test(`makes a POSTed form with _method=${asked} a ${method}`, async () => {
      const result = await overrideMethod(post(`title=Blue&_method=${asked}`, { cookie: "a=1" }));
      assert(result.ok);
      assert.equal(result.request.method, method);
      assert.equal(result.request.url, "http://shop.test/albums/1?page=2");
      assert.equal(result.request.headers.get("cookie"), "a=1");
      assert.equal(await result.request.text(), `title=Blue&_method=${asked}`);
    });
  }

  test("knows no other methods, places and kinds of body", async () => {
    for (const body of [
      "title=x",
      "_method=get",
      "_method=TRACE",
      "_method=",
      "_method[]=put",
      "_method=PUT%0d%0a",
      "method=put",
    ]) {
      assert.equal(await methodOf(post(body)), "POST", body);
    }
    assert.equal(await methodOf(post("_method=delete", { "content-type": "application/json" })), "POST");
    assert.equal(await methodOf(post("_method=delete", { "content-type": `${FORM}-x` })), "POST");
    assert.equal(await methodOf(post("_method=delete", {}, "PUT")), "PUT");
    assert.equal(await methodOf(new Request("http://shop.test/?_method=delete")), "GET");
  });

  test("takes a charset beside the type of the form", async () => {
    assert.equal(await methodOf(post("_method=put", { "content-type": `${FORM}; charset=utf-8` })), "PUT");
  });

  test("leaves what is no form unread", () => {
    const request = post("{}", { "content-type": "application/json" });
    assert.deepEqual(overrideMethod(request), { ok: true, request });
    assert.equal(request.bodyUsed, false);
  });

  test("answers 413 to what is too large, announced or not", async () => {
    assert.equal(await methodOf(post("a=1", { "content-length": "10000000" })), 413);
    assert.equal(await methodOf(post(`a=${"x".repeat(262_200)}`)), 413);
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(97));
      },
    });
    assert.equal(await methodOf(post(endless)), 413);
    assert.ok(sent < 2_000_000, "reading stops at the limit");
  });

  test("answers 400 to a form that is too deep, has too many fields, or breaks off", async () => {
    assert.equal(await methodOf(post(`a${"[b]".repeat(20)}=1`)), 400);
    assert.equal(await methodOf(post("a=1&".repeat(1_001))), 400);
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) });
    assert.equal(await methodOf(post(broken)), 400);
  });
});
