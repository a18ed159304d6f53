import assert from "node:assert/strict";
import { test } from "node:test";
import { endpointConfig } from "livegate/endpoint";
import type { AppFacts } from "./app-facts.ts";
import { genRelease } from "./gen-release.ts";

const appCalled = (name: string): AppFacts => ({
  read: (path) => (path === "package.json" ? JSON.stringify({ name }) : null),
  filesIn: () => [],
  now: new Date(0),
});
const { files } = genRelease(appCalled("record-shop"));
const text = (path: string): string => files.find((file) => file.path === path)?.text ?? assert.fail(`no ${path}`);

test("an app gets an image, containers, a proxy, settings and a service, all by its name", () => {
  assert.deepEqual(files.map(({ path }) => path).toSorted(), [
    ".dockerignore",
    "Dockerfile",
    "compose.yaml",
    "deploy/.gitignore",
    "deploy/Caddyfile",
    "deploy/production.env.example",
    "deploy/record-shop.service",
  ]);
  for (const { path, text: written } of files) assert.doesNotMatch(written, /__\w+__/, path);
});

test("the image is built in one stage and run in another, by somebody who may write nothing but /data", () => {
  const dockerfile = text("Dockerfile");
  const [, run = ""] = dockerfile.split(/^FROM .*-slim$/m);
  assert.match(dockerfile, /^FROM \S+ AS build$[^]*npm ci[^]*npx livegate build[^]*npm prune --omit=dev/m);
  assert.match(run, /^COPY --from=build \/app \.\/$/m);
  assert.ok(run.indexOf("USER node") < run.indexOf("CMD ["), "it is dropped before the app runs");
  assert.match(run, /^CMD \["node", .*"start"\]$/m);
});

test("no file names a host of images, or holds a secret", () => {
  for (const { path, text: written } of files) {
    const images = [...written.matchAll(/^(?:FROM|\s+image:) (\S+)/gm)].map(([, image = ""]) => image);
    for (const image of images) assert.doesNotMatch(image, /\//, `${path}: ${image}`);
  }
  assert.match(text("deploy/.gitignore"), /^production\.env$/m);
  assert.match(text(".dockerignore"), /^deploy$/m);
});

test("the settings, once filled in, are those of an app in production", () => {
  const lines = [...text("deploy/production.env.example").matchAll(/^(\w+)=(.*)$/gm)].map(
    ([, name = "", value = ""]) => [name, value || "0123456789abcdef".repeat(4)],
  );
  const config = endpointConfig({ NODE_ENV: "production", ...Object.fromEntries(lines) }, { appDir: "/app" });
  assert.deepEqual([config.url.href, config.drainSeconds], ["https://record-shop.example/", 10]);
  assert.equal(config.pubsubUrl?.reveal(), "redis://redis:6379");
});

test("the steps that are printed make all that the containers need, and so do those in the file itself", () => {
  const steps = genRelease(appCalled("record-shop")).next ?? [];
  const inFile = text("compose.yaml").split("# A new version", 1);
  for (const said of [steps.join("\n"), ...inFile]) {
    const places = ["deploy/postgres-password", "deploy/production.env", "livegate.js migrate", "docker compose up"];
    const found = places.map((place) => said.indexOf(place));
    assert.ok(!found.includes(-1), said);
    assert.deepEqual(
      found,
      found.toSorted((a, b) => a - b),
      "in this order",
    );
  }
});

test("whoever stops it waits for as long as pages are sent away, and five seconds more", () => {
  const [, drain] = /^DRAIN_SECONDS=(\d+)$/m.exec(text("deploy/production.env.example")) ?? [];
  const [, unit] = /^TimeoutStopSec=(\d+)$/m.exec(text("deploy/record-shop.service")) ?? [];
  const [, grace] = /stop_grace_period: (\d+)s/.exec(text("compose.yaml")) ?? [];
  for (const seconds of [unit, grace]) assert.ok(Number(seconds) > Number(drain) + 5, `${seconds} s`);
});

test("the proxy asks both nodes whether they are ready, and shows the world neither that nor metrics", () => {
  assert.match(text("deploy/Caddyfile"), /reverse_proxy app1:4000 app2:4000 \{[^}]*health_uri \/healthz\/ready/);
  assert.match(text("deploy/Caddyfile"), /@operators path \/healthz\/\* \/metrics\s+respond @operators 404/);
});

test("a scope is no part of the name, and an app without one is told so", () => {
  assert.ok(genRelease(appCalled("@band/shop")).files.some(({ path }) => path === "deploy/shop.service"));
  assert.throws(() => genRelease(appCalled("Shop!")), /Give it a name of small letters/);
});
