import type { Plan } from "../generate/plan.ts";
import { plannedFiles } from "../generate/template-folder.ts";
import { wordsOf } from "../names/words.ts";
import { UsageError } from "../usage-error.ts";
import type { AppFacts } from "./app-facts.ts";

/** The plan of what takes an app to machines: an image, containers with a proxy and servers, and a service without any. */
export function genRelease(app: AppFacts): Plan {
  const name = nameOf(app);
  const title = wordsOf(name).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return {
    generator: "release",
    args: [],
    files: plannedFiles("release/files", { names: { app: name, App: title.join(" ") } }),
    edits: [],
    next: [
      "openssl rand -hex 24 > deploy/postgres-password",
      "cp deploy/production.env.example deploy/production.env   # and fill it in, that password too",
      "docker compose run --rm app1 node node_modules/livegate-cli/bin/livegate.js migrate",
      "docker compose up --detach",
      `Without containers: deploy/${name}.service is a unit for systemd.`,
    ],
  };
}

/** Files, users and images are called so: what package.json says, without a scope. */
function nameOf({ read }: AppFacts): string {
  const { name = "" } = JSON.parse(read("package.json") ?? "{}") as { name?: string };
  const plain = name.replace(/^@[^/]*\//, "");
  if (/^[a-z][a-z0-9-]{0,60}$/.test(plain)) return plain;
  throw new UsageError(
    `package.json calls the app ${JSON.stringify(name)}. Give it a name of small letters, digits and -.`,
  );
}
