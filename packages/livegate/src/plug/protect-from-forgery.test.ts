import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Context, Hono } from "hono";
import { html } from "../html/html.ts";
import { csrfTokenFor } from "./csrf.ts";
import { csrfTokenOf, fetchSession } from "./fetch-session.ts";
import type { PlugEnv } from "./plug-env.ts";
import { protectFromForgery } from "./protect-from-forgery.ts";
import { readForm } from "./read-form.ts";
import { putRootLayout } from "./put-root-layout.ts";
import { readSession } from "./session-cookie.ts";
import { testContext } from "./test-context.ts";

const endpoint = testContext();

const echo = async (c: Context<PlugEnv>): Promise<Response> => {
  const form = await readForm(c);
  return c.text(`done ${form.ok ? JSON.stringify(form.params) : form.status} ${await c.req.text()}`);
};

const app = new Hono<PlugEnv>()
  .use(fetchSession(), protectFromForgery())
  .get("/token", (c) => c.text(csrfTokenOf(c)))
  .all("/albums", echo);

interface Sending {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

const send = async ({ method = "POST", body, headers = {} }: Sending, to = app): Promise<Response> =>
  to.request(
    "/albums?page=2",
    {
      method,
      ...(body === undefined ? {} : { body }),
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    },
    { endpoint },
  );

async function visitor(): Promise<{ cookie: string; token: string }> {
  const response = await app.request("/token", {}, { endpoint });
  return { cookie: response.headers.getSetCookie()[0]!.split(";", 1)[0]!, token: await response.text() };
}

const ours = { origin: "http://shop.test" };

describe("protectFromForgery", () => {
  test("lets reading pass without a token", async () => {
    for (const method of ["GET", "HEAD", "OPTIONS"]) assert.equal((await send({ method })).status, 200);
  });

  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    test(`lets ${method} pass with the session's token in the form or the header, and with none else`, async () => {
      const { cookie, token } = await visitor();
      const other = csrfTokenFor(readSession(null, endpoint), endpoint);
      const inForm = await send({ method, body: `title=Blue&_csrf_token=${token}`, headers: { cookie } });
      assert.equal(inForm.status, 200);
      assert.equal((await send({ method, headers: { cookie, "x-csrf-token": token } })).status, 200);
      const refused: readonly Sending[] = [
        { body: "title=Blue", headers: { cookie } },
        { body: `_csrf_token=${other}`, headers: { cookie } },
        { body: `_csrf_token[]=${token}`, headers: { cookie } },
        { body: `_csrf_token=${token}` },
        { headers: { cookie, "x-csrf-token": other } },
        { body: `_csrf_token=${token}`, headers: { cookie, "x-csrf-token": "" } },
        { body: JSON.stringify({ _csrf_token: token }), headers: { cookie, "content-type": "application/json" } },
        { body: `_csrf_token=${token}`, headers: { cookie, "content-type": "text/plain" } },
      ];
      for (const sending of refused)
        assert.equal((await send({ method, ...sending })).status, 403, JSON.stringify(sending));
    });
  }

  test("leaves the form to the handler, read or unread", async () => {
    const { cookie, token } = await visitor();
    const response = await send({ body: `a[b]=1&_csrf_token=${token}`, headers: { cookie } });
    assert.equal(await response.text(), `done {"a":{"b":"1"},"_csrf_token":"${token}"} a[b]=1&_csrf_token=${token}`);
  });

  test("answers a form over the limits with 413 or 400 and a page", async () => {
    const large = await send({ body: `title=${"x".repeat(300_000)}` });
    assert.equal(large.status, 413);
    assert.match(await large.text(), /<h1>That was too large<\/h1>/);
    const announced = await send({ headers: { "content-length": "1000000000" }, body: "a=1" });
    assert.equal(announced.status, 413);
    const deep = await send({ body: `a${"[b]".repeat(30)}=1` });
    assert.equal(deep.status, 400);
  });

  test("refuses a form over the limits, or compressed, whichever way its token comes", async () => {
    const { cookie, token } = await visitor();
    const headers = { cookie, "x-csrf-token": token };
    assert.equal((await send({ body: `a${"[b]".repeat(30)}=1`, headers })).status, 400);
    assert.equal((await send({ body: `a=${"x".repeat(800_000)}`, headers })).status, 413);
    assert.equal((await send({ body: "a=1", headers: { ...headers, "content-encoding": "gzip" } })).status, 400);
    assert.equal((await send({ body: "a=1", headers })).status, 200);
  });

  test("writes a line in the log, without the token", async () => {
    const context = testContext();
    await app.request(
      "/albums",
      { method: "POST", headers: { "x-csrf-token": "private-thing" } },
      { endpoint: context },
    );
    assert.match(context.logged.join(""), /csrf token refused/);
    assert.doesNotMatch(context.logged.join(""), /private-thing/);
  });
});

describe("a form whose token failed", () => {
  test("comes back as a page that sends it again with a good token", async () => {
    const body =
      "album[title]=%3CBlue%3E+%22x%22&_method=put&_csrf_token=old&album[_unused_year]=&user[password]=hunter2";
    const response = await send({ body, headers: ours });
    const page = await response.text();
    assert.equal(response.status, 403);
    assert.match(page, /<h1>Your session has changed<\/h1>/);
    assert.match(page, /<form method="post" action="\/albums\?page=2">/);
    assert.match(page, /<textarea name="album\[title\]">\n&lt;Blue&gt; &quot;x&quot;<\/textarea>/);
    assert.match(page, /<input type="hidden" name="_method" value="put">/);
    assert.match(page, /<input type="password" name="user\[password\]">/);
    assert.doesNotMatch(page, /hunter2|_unused_|value="old"/);
    const cookie = response.headers.getSetCookie()[0]!.split(";", 1)[0]!;
    const token = /name="_csrf_token" value="([^"]+)"/.exec(page)![1]!;
    assert.equal((await send({ body: `_csrf_token=${token}`, headers: { cookie } })).status, 200);
  });

  test("offers nothing to press when it came from a foreign page", async () => {
    for (const headers of [
      {},
      { origin: "http://evil.test" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ]) {
      const page = await (await send({ body: "title=Evil", headers })).text();
      assert.match(page, /Your session has changed/);
      assert.doesNotMatch(page, /<form|Evil|csrf/);
    }
  });

  test("is safe to show: own policy, not stored, in the app's layout", async () => {
    const inLayout = new Hono<PlugEnv>()
      .use(
        fetchSession(),
        putRootLayout(({ inner, pageTitle, nonce }) => html`<title>${pageTitle}</title><i nonce=${nonce}></i>${inner}`),
        protectFromForgery(),
      )
      .post("/albums", echo);
    const response = await send({ body: "title=x", headers: ours }, inLayout);
    const page = await response.text();
    assert.match(page, /^<title>Your session has changed<\/title>/);
    const nonce = /nonce="([^"]+)"/.exec(page)![1]!;
    assert.ok(response.headers.get("content-security-policy")!.includes(`'nonce-${nonce}'`));
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.match(response.headers.get("content-type")!, /^text\/html/);
  });
});
