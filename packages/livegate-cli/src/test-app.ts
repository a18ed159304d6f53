import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The example app: commands that leave its files alone may run in it. */
export const TEACHER = fileURLToPath(new URL("../../../apps/teacher", import.meta.url));
/** An app with a single table. */
export const STARTER = fileURLToPath(new URL("../../../test/episode/starter", import.meta.url));

const FILES: Readonly<Record<string, string>> = {
  "config.ts": `export const loadConfig = (env) => ({
    production: env.NODE_ENV === "production",
    databaseUrl: "sqlite:" + import.meta.dirname + "/db/app.db",
  });`,
  "application.ts": `
    import { createServer } from "node:http";
    import { once } from "node:events";
    import { message } from "./web/message.ts";
    export const application = () => {
      const server = createServer((_, response) => response.end(message));
      return {
        async start() {
          await once(server.listen(0, "127.0.0.1"), "listening");
          return { url: "http://127.0.0.1:" + server.address().port };
        },
        async stop() {
          server.closeAllConnections();
          await once(server.close(), "close");
          console.log("The app has stopped.");
        },
      };
    };`,
  "web/message.ts": `export const message: string = "first";`,
  "web/router.ts": `import { router } from "livegate"; export default router(() => {});`,
  "client/app.ts": "console.log(1);",
  "client/app.css": ".a { color: red; }",
};

/** A small app of a test's own. */
export interface TestApp {
  readonly path: string;
  write(file: string, text: string): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Makes a small app with these files over the usual ones; null leaves one out. It is gone when it is disposed of. */
export async function testApp(files: Readonly<Record<string, string | null>> = {}): Promise<TestApp> {
  // Inside the repository, so that it finds its packages; hidden, so that nothing takes it for sources.
  const path = await mkdtemp(join(import.meta.dirname, ".app-"));
  const app: TestApp = {
    path,
    async write(file, text) {
      await mkdir(dirname(join(path, file)), { recursive: true });
      await writeFile(join(path, file), text);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
  for (const [file, text] of Object.entries({ ...FILES, ...files })) if (text !== null) await app.write(file, text);
  return app;
}
