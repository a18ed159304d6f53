import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { freePort } from "../../packages/livegate-cli/src/free-port.ts";
import { genRelease } from "../../packages/livegate-cli/src/generators/gen-release.ts";
import { blockWebSockets } from "../e2e/block-web-sockets.ts";
import { albumCard, fill, launchBrowser, live, open, save } from "../e2e/teacher-browser.ts";
import { ann, bob, visitAsMember } from "../e2e/teacher-member.ts";
import { eventually, startTeacherNodes } from "../nodes/teacher-nodes.ts";

const missing = ["LIVEGATE_TEST_POSTGRES", "LIVEGATE_TEST_REDIS", "CHROMIUM"].find((name) => !process.env[name]);
const hasCaddy = spawnSync("caddy", ["version"]).status === 0;
const skip = missing ? `there is no ${missing}` : !hasCaddy && "Caddy is missing";

const { files } = genRelease({ read: () => '{"name":"teacher"}', filesIn: () => [], now: new Date(0) });
const caddyfile = files.find(({ path }) => path === "deploy/Caddyfile")?.text ?? "";

/** The generated proxy before nodes on this machine, with a certificate of its own making. */
async function startCaddy(t: TestContext, port: number, nodes: readonly number[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "livegate-caddy-"));
  const file = join(folder, "Caddyfile");
  const local = "{\n\tdefault_bind 127.0.0.1\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n";
  const site = nodes.reduce(
    (text, node, index) => text.replace(`app${index + 1}:4000`, `127.0.0.1:${node}`),
    caddyfile,
  );
  assert.doesNotMatch(site, /app\d:/);
  await writeFile(file, local + site);
  const env = { PATH: process.env["PATH"], HOME: folder, SITE: `localhost:${port}` };
  const caddy = spawn("caddy", ["run", "--adapter", "caddyfile", "--config", file], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  caddy.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  t.after(async () => {
    if (caddy.exitCode === null && caddy.kill()) await once(caddy, "exit");
    await rm(folder, { recursive: true, force: true });
  });
  await eventually("Caddy serves", () => {
    assert.equal(caddy.exitCode, null, output);
    return output.includes("serving initial configuration");
  });
}

test(
  "the generated proxy takes two nodes' pages live, by socket and by polls, and goes on when one is gone",
  { skip, timeout: 150_000 },
  async (t) => {
    const port = await freePort();
    const settings = (at: number) => ({ NODE_URL: `http://127.0.0.1:${at}`, TRUSTED_PROXIES: "127.0.0.1" });
    const url = `https://localhost:${port}`;
    await using nodes = await startTeacherNodes(2, process.env["LIVEGATE_TEST_REDIS"]!, { url, settings }); // Or skipped.
    await startCaddy(t, port, nodes.ports);
    const browser = await launchBrowser();
    t.after(() => browser.close());

    const socket = await visitAsMember(browser, url, { as: ann, ignoreHTTPSErrors: true });
    const polling = await visitAsMember(browser, url, { as: bob, ignoreHTTPSErrors: true });
    const polls = await blockWebSockets(polling.page);
    const sockets: string[] = [];
    socket.page.on("websocket", (opened) => sockets.push(opened.url()));
    await open(polling.page, "/");
    await open(socket.page, "/albums/new");
    await fill(socket.page, { Title: "Proxied", Artist: "Caddy", Year: "1999", Tracks: "9", Genre: "Folk" });
    await save(socket.page);
    await albumCard(polling.page, "Proxied").waitFor();
    // In turn at one node and the other: no visit may depend on which.
    for (let visits = 0; visits < 4; visits++) await open(polling.page, "/?q=prox");
    assert.ok(sockets.length > 0 && polls.length > 5, `${sockets.length} sockets, ${polls.length} polls`);

    for (const path of ["/metrics", "/healthz/ready"]) {
      const answer = await socket.page.context().request.get(path);
      assert.equal(answer.status(), 404, `${path} is for those who run the app`);
    }
    await open(socket.page, "/albums/new");
    await nodes.kill(0);
    await live(socket.page);
    await fill(socket.page, { Title: "After all", Artist: "Caddy", Year: "1999", Tracks: "9", Genre: "Folk" });
    await save(socket.page);
    await open(polling.page, "/?q=after all");
    await albumCard(polling.page, "After all").waitFor();
    await Promise.all([socket.close(), polling.close()]);
  },
);
