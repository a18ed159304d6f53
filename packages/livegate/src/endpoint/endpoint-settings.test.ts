import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../clock/clock.ts";
import { LivegateError } from "../errors/livegate-error.ts";
import { logger } from "../plug/logger.ts";
import { Secret } from "../token/secret.ts";
import { endpointContext } from "./endpoint-settings.ts";

const settingsFor = (url: string, production = true) => ({
  url: new URL(url),
  secretKeyBase: [new Secret("s".repeat(64))],
  production,
  log: logger({ level: "silent" }),
});

test("production is refused at an http address that others can reach", () => {
  for (const url of ["http://shop.example", "http://10.0.0.7:4000", "http://localhost.example", "ftp://127.0.0.1"]) {
    assert.throws(
      () => endpointContext(settingsFor(url)),
      (error) => error instanceof LivegateError && error.code === "LG_CONFIG" && error.message.includes(url),
    );
  }
});

test("production takes https, and http on this machine alone", () => {
  for (const url of [
    "https://shop.example",
    "http://localhost:4000",
    "http://127.0.0.1",
    "http://127.8.9.1",
    "http://[::1]",
  ]) {
    assert.equal(endpointContext(settingsFor(url)).url.href, new URL(url).href);
  }
});

test("development may be looked at from another machine", () => {
  assert.equal(endpointContext(settingsFor("http://10.0.0.7:4000", false)).secure, false);
});

test("the path of the URL is the base of paths and assets", () => {
  const { base, asset, hasAsset } = endpointContext({
    ...settingsFor("https://example.org/shop/"),
    assets: { "/assets/app.js": "/assets/app-3f2a.js" },
  });
  assert.equal(base, "/shop");
  assert.equal(asset("/assets/app.js"), "/shop/assets/app-3f2a.js");
  assert.equal(asset("/favicon.svg"), "/shop/favicon.svg");
  assert.equal(hasAsset("/shop/assets/app-3f2a.js"), true);
});

test("a built file is current by its hashed name alone; what isn't built always is", () => {
  const { hasAsset } = endpointContext({
    ...settingsFor("https://example.org"),
    assets: { "/assets/app.js": "/assets/app-3f2a.js" },
  });
  const current = ["/assets/app-3f2a.js", "/assets/app-0000.js", "/assets/app.js", "/favicon.svg", "/"].map(hasAsset);
  assert.deepEqual(current, [true, false, false, true, true]);
  assert.equal(endpointContext(settingsFor("https://example.org")).hasAsset("/assets/app.js"), true);
});

test("nothing is trusted that wasn't named", () => {
  const context = endpointContext(settingsFor("https://shop.example"));
  assert.deepEqual([context.trustedProxies, context.allowedHosts, context.allowedOrigins], [[], [], []]);
  assert.equal(context.clock, systemClock);
});
