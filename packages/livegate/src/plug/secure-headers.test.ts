import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Hono } from "hono";
import type { EndpointContext } from "./endpoint-context.ts";
import type { PlugEnv } from "./plug-env.ts";
import { type SecureHeadersOptions, secureHeaders } from "./secure-headers.ts";
import { testContext } from "./test-context.ts";

const headersOf = async (response: Response): Promise<Record<string, string>> => Object.fromEntries(response.headers);

function appWith(options?: SecureHeadersOptions): Hono<PlugEnv> {
  return new Hono<PlugEnv>()
    .use(secureHeaders(options))
    .get("/", (c) => c.html(c.get("nonce")))
    .get("/own", () => new Response("own"))
    .get("/fails", () => {
      throw new Error("on purpose");
    })
    .onError((_, c) => c.text("error", 500));
}

const request = async (path: string, endpoint: EndpointContext, options?: SecureHeadersOptions): Promise<Response> =>
  appWith(options).request(path, {}, { endpoint });

const policy = (nonce: string, socket: string): string =>
  `default-src 'self'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; ` +
  `connect-src 'self' ${socket}; frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'`;

describe("secureHeaders", () => {
  test("sets exactly these over http", async () => {
    const response = await request("/", testContext({ url: "http://localhost:4000" }));
    const nonce = await response.text();
    assert.deepEqual(await headersOf(response), {
      "content-security-policy": policy(nonce, "ws://localhost:4000"),
      "content-type": "text/html; charset=UTF-8",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
      "referrer-policy": "strict-origin-when-cross-origin",
      "x-content-type-options": "nosniff",
    });
  });

  test("keep the address of a page to itself that has a token in its path", async () => {
    const app = new Hono<PlugEnv>();
    const page = (path: string) => app.get(path, secureHeaders(), (c) => c.text("a page"));
    page("/users/confirm/:token");
    page("/users/:id");
    const policies = ["/users/confirm/abc", "/users/7"].map(async (path) => {
      const response = await app.request(path, {}, { endpoint: testContext() });
      return response.headers.get("referrer-policy");
    });
    assert.deepEqual(await Promise.all(policies), ["no-referrer", "strict-origin-when-cross-origin"]);
  });

  test("adds HSTS and the encrypted socket under https", async () => {
    const response = await request("/", testContext({ url: "https://shop.test" }));
    const nonce = await response.text();
    assert.equal(response.headers.get("strict-transport-security"), "max-age=31536000");
    assert.equal(response.headers.get("content-security-policy"), policy(nonce, "wss://shop.test"));
  });

  test("asks for TLS on the hosts below only where the app says that they have it", async () => {
    const context = { ...testContext({ url: "https://shop.test" }), hstsSubdomains: true };
    const response = await request("/", context);
    assert.equal(response.headers.get("strict-transport-security"), "max-age=31536000; includeSubDomains");
    const plain = await request("/", { ...testContext({ url: "http://localhost:4000" }), hstsSubdomains: true });
    assert.equal(plain.headers.get("strict-transport-security"), null);
  });

  test("makes a nonce of 128 bits for each request", async () => {
    const context = testContext();
    const nonces = await Promise.all(Array.from({ length: 50 }, async () => (await request("/", context)).text()));
    assert.equal(new Set(nonces).size, 50);
    for (const nonce of nonces) assert.match(nonce, /^[\w-]{22}$/);
  });

  test("stand on errors and on responses of a handler's own making too", async () => {
    for (const path of ["/own", "/fails", "/missing"]) {
      const response = await request(path, testContext());
      assert.match(response.headers.get("content-security-policy") ?? "", /^default-src 'self'; script-src/, path);
      assert.equal(response.headers.get("x-content-type-options"), "nosniff", path);
    }
  });

  test("allow what the app adds", async () => {
    const allow = {
      "img-src": ["https://covers.test"],
      "font-src": ["https://fonts.test"],
      "style-src-attr": ["'unsafe-inline'"],
      "frame-ancestors": ["https://partner.test"],
    };
    const response = await request("/", testContext(), { allow });
    const csp = response.headers.get("content-security-policy")!.split("; ");
    assert.ok(csp.includes("img-src 'self' data: blob: https://covers.test"));
    assert.ok(csp.includes("font-src 'self' https://fonts.test"));
    assert.ok(csp.includes("style-src-attr 'unsafe-inline'"));
    assert.ok(csp.includes("frame-ancestors https://partner.test"));
  });
});
