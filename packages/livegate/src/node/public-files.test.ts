import assert from "node:assert/strict";
import { mkdtemp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { brotliCompressSync, brotliDecompressSync, gzipSync } from "node:zlib";
import type { App } from "../endpoint/app.ts";
import { PollNodes } from "../endpoint/poll-nodes.ts";
import { serve } from "./serve.ts";

const script = "console.log('a script')";

async function start(t: TestContext, base = ""): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "livegate-public-"));
  const publicDir = join(directory, "public");
  await mkdir(join(publicDir, "assets"), { recursive: true });
  await mkdir(join(publicDir, ".well-known"));
  const files = {
    "assets/app-1a2b3c4d.js": script,
    "assets/app-1a2b3c4d.js.br": brotliCompressSync(script),
    "assets/app-1a2b3c4d.js.gz": gzipSync(script),
    "robots.txt": "User-agent: *",
    "a b.txt": "space",
    "empty.txt": "",
    ".env": "SECRET",
    ".well-known/security.txt": "Contact: x",
    "../secret.txt": "SECRET",
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(publicDir, name), content);
  await symlink(join(publicDir, "gone.txt"), join(publicDir, "dangling.txt"));
  const app = {
    context: { base, url: new URL("https://files.test"), secure: true, allowedHosts: [], log: { error: () => {} } },
    fetch: () => new Response("page", { status: 404 }),
    polls: new PollNodes(),
    stop: async () => {},
  };
  const served = await serve(app as unknown as App, { port: 0, publicDir, stopWithin: 100 }); // What a server of files uses.
  t.after(async () => {
    await served.stop();
    await rm(directory, { recursive: true });
  });
  return served.port;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

// Not fetch: it would tidy up the paths that are tested here.
function get(port: number, path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path, method, headers: { host: "files.test", ...headers } };
    const sent = request({ ...options, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const whole = Buffer.concat(chunks);
        const plain = response.headers["content-encoding"] === "br" ? brotliDecompressSync(whole) : whole;
        resolve({ status: response.statusCode, headers: response.headers, body: plain.toString() });
      });
    });
    sent.on("error", reject);
    sent.end();
  });
}

test("a hashed file is immutable and sent compressed where the browser takes it", async (t) => {
  const port = await start(t);
  const path = "/assets/app-1a2b3c4d.js";
  const brotli = await get(port, path, { "accept-encoding": "gzip, br" });
  assert.deepEqual([brotli.status, brotli.body, brotli.headers["content-encoding"]], [200, script, "br"]);
  assert.equal(brotli.headers["cache-control"], "public, max-age=31536000, immutable");
  assert.equal(brotli.headers["content-type"], "text/javascript; charset=utf-8");
  assert.equal(brotli.headers["x-content-type-options"], "nosniff");
  assert.equal(brotli.headers["strict-transport-security"], "max-age=31536000");
  assert.equal(brotli.headers["vary"], "accept-encoding");
  assert.equal((await get(port, path, { "accept-encoding": "gzip" })).headers["content-encoding"], "gzip");
  const plain = await get(port, `${path}?v=1`);
  assert.deepEqual([plain.body, plain.headers["content-encoding"]], [script, undefined]);
  assert.notEqual(plain.headers["etag"], brotli.headers["etag"]);
});

test("another file is asked for again, and not sent again while it is the same", async (t) => {
  const port = await start(t);
  const first = await get(port, "/robots.txt");
  assert.deepEqual([first.body, first.headers["cache-control"]], ["User-agent: *", "public, no-cache"]);
  const etag = String(first.headers["etag"]);
  const again = await get(port, "/robots.txt", { "if-none-match": `"other", W/${etag}` });
  assert.deepEqual([again.status, again.body], [304, ""]);
  assert.equal((await get(port, "/robots.txt", { "if-none-match": '"other"' })).status, 200);
});

test("HEAD sends no body, and other methods reach the app", async (t) => {
  const port = await start(t);
  const head = await get(port, "/robots.txt", {}, "HEAD");
  assert.deepEqual([head.status, head.headers["content-length"], head.body], [200, "13", ""]);
  assert.equal((await get(port, "/robots.txt", {}, "POST")).body, "page");
});

test("spaces, empty files and .well-known are served", async (t) => {
  const port = await start(t);
  assert.equal((await get(port, "/a%20b.txt")).body, "space");
  assert.equal((await get(port, "/empty.txt")).status, 200);
  assert.equal((await get(port, "/.well-known/security.txt")).body, "Contact: x");
});

test("nothing outside the directory and nothing hidden is served", async (t) => {
  const port = await start(t);
  const paths = [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/.env",
    "/%2eenv",
    "//../secret.txt",
  ];
  const odd = ["/assets", "/assets/", "/%00.txt", "/%E0%A4%A.txt", "/dangling.txt", "/..%5csecret.txt", "/robots.txt/"];
  for (const path of [...paths, ...odd]) assert.equal((await get(port, path)).body, "page", path);
});

test("a foreign host gets no file", async (t) => {
  const port = await start(t);
  assert.equal((await get(port, "/robots.txt", { host: "evil.test" })).body, "page");
});

test("below a base, files are served below it alone", async (t) => {
  const port = await start(t, "/shop");
  assert.equal((await get(port, "/shop/robots.txt")).body, "User-agent: *");
  assert.equal((await get(port, "/robots.txt")).body, "page");
});
