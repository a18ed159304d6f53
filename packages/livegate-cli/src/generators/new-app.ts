import type { Plan } from "../generate/plan.ts";
import { plannedFiles } from "../generate/template-folder.ts";
import { kebab, wordsOf } from "../names/words.ts";
import { UsageError } from "../usage-error.ts";

/** The plan of a new app, for a directory of its own. */
export function newApp(name: string): Plan {
  if (!/^[a-z][a-z0-9-]{0,60}$/.test(name)) {
    const better = kebab(name).replace(/[^a-z0-9-]/g, "");
    const hint = /^[a-z]/.test(better) ? better : "my-app";
    throw new UsageError(`The app is called ${JSON.stringify(name)}. Write small letters, digits and -: ${hint}`);
  }
  const title = wordsOf(name).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return {
    generator: "new",
    args: [name],
    files: plannedFiles("app/files", { names: { app: name, App: title.join(" ") } }),
    edits: [],
    next: [`cd ${name}`, "npm install", "npm run dev", "npx livegate gen live Catalog Album albums title:string"],
  };
}
