import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { type ServerType, createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { csrfTokenOf, fetchSession } from "./fetch-session.ts";
import { overrideMethod } from "./method-override.ts";
import type { PlugEnv } from "./plug-env.ts";
import { protectFromForgery } from "./protect-from-forgery.ts";
import { readForm } from "./read-form.ts";
import { testContext } from "./test-context.ts";

const endpoint = testContext();
const app = new Hono<PlugEnv>()
  .use(fetchSession(), protectFromForgery())
  .get("/token", (c) => c.text(csrfTokenOf(c)))
  .all("/albums/1", async (c) => {
    const form = await readForm(c);
    return c.json({ method: c.req.method, params: form.ok ? form.params : form.status, body: await c.req.parseBody() });
  });

let server: ServerType;
let origin: string;

before(async () => {
  server = createAdaptorServer({
    async fetch(request) {
      const overridden = await overrideMethod(request);
      return overridden.ok
        ? app.fetch(overridden.request, { endpoint })
        : new Response(null, { status: overridden.status });
    },
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // It listens on a port.
});

after(() => new Promise((closed) => server.close(closed)));

async function visitor(): Promise<{ cookie: string; token: string }> {
  const response = await fetch(`${origin}/token`);
  return { cookie: response.headers.getSetCookie()[0]!.split(";", 1)[0]!, token: await response.text() };
}

const post = (body: string | ReadableStream, headers: Record<string, string>, method = "POST"): Promise<Response> => {
  const type = { "content-type": "application/x-www-form-urlencoded" };
  const init: RequestInit = { method, body, headers: { ...type, ...headers }, duplex: "half" };
  return fetch(`${origin}/albums/1`, init);
};

describe("a form that comes over a real connection", () => {
  test("is read by the override, the forgery check, the handler and Hono in turn", async () => {
    const { cookie, token } = await visitor();
    const response = await post(`album[title]=Bl%C3%BCe&_method=delete&_csrf_token=${token}`, { cookie });
    assert.equal(response.status, 200);
    const { method, params, body } = (await response.json()) as Record<string, unknown>;
    assert.equal(method, "DELETE");
    assert.deepEqual(params, { album: { title: "Blüe" }, _method: "delete", _csrf_token: token });
    assert.deepEqual(body, { "album[title]": "Blüe", _method: "delete", _csrf_token: token });
  });

  test("is read in pieces of unknown length too", async () => {
    const { cookie, token } = await visitor();
    for (const method of ["POST", "PUT"]) {
      const pieces = new Blob(["title=B", "lue&_csrf", `_token=${token}`]).stream();
      const response = await post(pieces, { cookie }, method);
      assert.equal(response.status, 200);
      assert.deepEqual(((await response.json()) as { params: unknown }).params, { title: "Blue", _csrf_token: token });
    }
  });

  test("is refused where it is too large, and the next request is answered", async () => {
    const large = "x".repeat(900_000);
    assert.equal((await post(`title=${large}`, {})).status, 413);
    assert.equal((await post(`title=${large}`, {}, "PUT")).status, 413);
    assert.equal((await post(new Blob(["title=", large]).stream(), {})).status, 413);
    assert.equal((await fetch(`${origin}/token`)).status, 200);
  });
});
