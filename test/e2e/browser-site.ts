import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { type Pipeline, type Router, html, localPubSub, pipeline } from "livegate";
import { endpoint } from "livegate/endpoint";
import { builtAssets, serve } from "livegate/node";
import {
  type RootLayoutProps,
  fetchLiveFlash,
  fetchSession,
  logger,
  protectFromForgery,
  putRootLayout,
  secureHeaders,
} from "livegate/plug";
import { Secret } from "livegate/token";
import type { BrowserContextOptions } from "playwright-core";
import { buildAssets } from "../../packages/livegate-cli/src/assets/build-assets.ts";
import { type Visitor, launchBrowser, live, visit } from "./teacher-browser.ts";

const root = ({ inner, pageTitle, csrfToken, asset }: RootLayoutProps) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="csrf-token" content=${csrfToken} />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" phx-track-static href=${asset("/assets/app.css")} />
        <title>${pageTitle ?? "Site"}</title>
        <script defer phx-track-static src=${asset("/assets/app.js")}></script>
      </head>
      <body>
        ${inner}
      </body>
    </html>`;

/** What stands before the pages of a test's site: all that the stock client needs, and nothing else. */
export const bare: Pipeline = pipeline([fetchSession(), fetchLiveFlash(), putRootLayout(root), protectFromForgery()]);

/** The same, with the content security policy. */
export const guarded: Pipeline = pipeline([
  fetchSession(),
  fetchLiveFlash(),
  putRootLayout(root),
  protectFromForgery(),
  secureHeaders(),
]);

export interface SiteOptions {
  readonly router: Router;
  /** The source of `client/app.ts`; by default it only connects. */
  readonly client?: string;
  /** The source of `client/app.css`; none by default. */
  readonly styles?: string;
  /** Further files of the app, by their paths in it: what stands beside its views. */
  readonly files?: Readonly<Record<string, string>>;
  readonly production?: boolean;
}

/** A window, and what its console may say: by default neither an error nor a warning. */
export interface VisitorOptions extends BrowserContextOptions {
  readonly mayComplain?: RegExp;
}

/** scripts/newer-client.mjs tries a client that isn't the one that the server names; the client tells so. */
const isOtherVersion = (complaint: string): boolean =>
  process.env["LIVEGATE_TRIES_CLIENT"] === "1" && /version mismatch/i.test(complaint);

/** A site of a test's own, with a browser in front of it. */
export interface BrowserSite {
  readonly url: string;
  /** A window of its own; closed when the test ends, which fails where its console has complained. */
  visitor(t: TestContext, options?: VisitorOptions): Promise<Visitor>;
  /** A window that shows a live page. */
  opened(t: TestContext, path?: string, options?: VisitorOptions): Promise<Visitor>;
  /** Closes all sockets, as a restart does; pages connect again. */
  dropConnections(): void;
  close(): Promise<void>;
}

/** Builds the client, starts the server on a free port, and a browser. */
export async function browserSite({
  router,
  client,
  styles,
  files = {},
  production = false,
}: SiteOptions): Promise<BrowserSite> {
  // Inside the repository, so that the bundler finds the packages.
  const appDir = await mkdtemp(join(import.meta.dirname, ".app-"));
  await mkdir(join(appDir, "client"));
  await writeFile(join(appDir, "client/app.ts"), client ?? 'import { connect } from "livegate/client"; connect();');
  await writeFile(join(appDir, "client/app.css"), styles ?? "");
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(appDir, path)), { recursive: true });
    await writeFile(join(appDir, path), text);
  }
  await buildAssets({ appDir, minify: production });
  const publicDir = join(appDir, "public");
  const appAt = (port: number) =>
    endpoint({
      router,
      production,
      pubsub: localPubSub(),
      assets: builtAssets(publicDir),
      secretKeyBase: [new Secret("s".repeat(64))],
      log: logger({ level: "silent" }),
      url: new URL(`http://127.0.0.1:${port}`),
    });
  // The port is part of the URL, so it has to be known first.
  const probe = await serve(appAt(80), { port: 0 });
  await probe.stop();
  const app = appAt(probe.port);
  const [server, browser] = await Promise.all([serve(app, { port: probe.port, publicDir }), launchBrowser()]);
  const visitor = async (t: TestContext, { mayComplain, ...options }: VisitorOptions = {}): Promise<Visitor> => {
    const opened = await visit(browser, server.url, options);
    t.after(async () => {
      await opened.close();
      assert.deepEqual(
        opened.complaints.filter((complaint) => !mayComplain?.test(complaint) && !isOtherVersion(complaint)),
        [],
      );
    });
    return opened;
  };
  return {
    url: server.url,
    visitor,
    async opened(t, path = "/", options) {
      const opened = await visitor(t, options);
      await opened.page.goto(path);
      await live(opened.page);
      return opened;
    },
    dropConnections: () => app.stop(),
    async close() {
      await browser.close();
      await server.stop();
      await rm(appDir, { recursive: true });
    },
  };
}
