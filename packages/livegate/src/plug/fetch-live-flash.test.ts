import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Hono } from "hono";
import { fetchLiveFlash, putFlash } from "./fetch-live-flash.ts";
import { fetchSession } from "./fetch-session.ts";
import { signFlash } from "./flash-token.ts";
import type { PlugEnv } from "./plug-env.ts";
import { testContext, testKeys } from "./test-context.ts";

const endpoint = testContext();

const app = new Hono<PlugEnv>()
  .use(fetchSession(), fetchLiveFlash())
  .get("/", (c) => c.json({ ...c.get("flash") }))
  .get("/save", (c) => {
    putFlash(c, "info", "Saved");
    return c.redirect("/");
  })
  .get("/detour", (c) => c.redirect("/"))
  .get("/detour-with-message", (c) => {
    putFlash(c, "error", "Log in first");
    return c.redirect("/");
  });

/** Follows a browser: keeps cookies, and forgets those that are deleted. */
class Browser {
  readonly jar = new Map<string, string>();

  async get(path: string): Promise<Response> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await app.request(path, { headers: { cookie } }, { endpoint });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  async flash(path = "/"): Promise<unknown> {
    return (await this.get(path)).json();
  }

  #keep(line: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/max-age=0/i.test(line)) this.jar.delete(name);
    else this.jar.set(name, value);
  }
}

describe("flash", () => {
  test("is shown on the next page and never again", async () => {
    const browser = new Browser();
    await browser.get("/save");
    assert.deepEqual(await browser.flash(), { info: "Saved" });
    assert.deepEqual(await browser.flash(), {});
  });

  test("is passed on by redirects, with what they add", async () => {
    const browser = new Browser();
    await browser.get("/save");
    await browser.get("/detour");
    await browser.get("/detour-with-message");
    assert.deepEqual(await browser.flash(), { info: "Saved", error: "Log in first" });
    assert.deepEqual(await browser.flash(), {});
  });

  test("comes from the client's cookie once, which is deleted", async () => {
    const browser = new Browser();
    browser.jar.set("__phoenix_flash__", signFlash({ info: "Deleted" }, endpoint));
    assert.deepEqual(await browser.flash(), { info: "Deleted" });
    assert.equal(browser.jar.has("__phoenix_flash__"), false);
    assert.deepEqual(await browser.flash(), {});
  });

  test("of session and cookie are merged; the cookie is the later one", async () => {
    const browser = new Browser();
    await browser.get("/detour-with-message");
    browser.jar.set("__phoenix_flash__", signFlash({ info: "B", error: "later" }, endpoint));
    assert.deepEqual(await browser.flash(), { info: "B", error: "later" });
  });

  test("from the client's cookie survives a redirect too", async () => {
    const browser = new Browser();
    browser.jar.set("__phoenix_flash__", signFlash({ info: "Deleted" }, endpoint));
    await browser.get("/detour");
    assert.deepEqual(await browser.flash(), { info: "Deleted" });
  });

  test("that somebody forged is not shown, and its cookie is deleted", async () => {
    const others = [
      signFlash({ info: "Click here" }, { ...endpoint, keyring: testKeys("other") }),
      endpoint.keyring.sign("page", { info: "x" }, endpoint.clock.now()),
      "nonsense",
      "",
    ];
    for (const other of others) {
      const browser = new Browser();
      browser.jar.set("__phoenix_flash__", other);
      assert.deepEqual(await browser.flash(), {}, other);
      assert.equal(browser.jar.has("__phoenix_flash__"), false);
    }
  });
});
