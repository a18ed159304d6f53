import { Command, Option } from "commander";
import type { AppDirectory } from "../app-directory.ts";
import { type AppFacts, factsOf } from "../generators/app-facts.ts";
import type { AuthArguments } from "../generators/gen-auth.ts";
import { UsageError } from "../usage-error.ts";
import { type GenerateOptions, generate, withGenerateOptions } from "./generate.ts";

interface LiveOptions extends GenerateOptions {
  readonly table?: string;
}

type AuthOptions = GenerateOptions & Omit<AuthArguments, "context" | "schema" | "plural">;

/** The command `gen`, with a command for each generator that works on an app. */
export function genCommand(app: AppDirectory): Command {
  const gen = new Command("gen").description("writes a part of the app: its code then belongs to you");
  withGenerateOptions(gen.command("live <Context> <Schema> <plural> <fields...>"))
    .description("a list with its pages, form, table and tests: Catalog Album albums title:string year:integer")
    .option("--table <name>", "the table, if it isn't called like the plural")
    .action(async (context: string, schema: string, plural: string, fields: string[], given: LiveOptions) => {
      const { genLive } = await import("../generators/gen-live.ts");
      const { table, ...options } = given;
      const plan = genLive({ context, schema, plural, fields, ...(table && { table }) }, factsIn(app));
      return generate(app.path, plan, options);
    });
  withGenerateOptions(gen.command("auth <Context> <Schema> <plural>"))
    .description("accounts: registration, log-in, guards, settings, mails and tests: Accounts User users")
    .option("--uuid", "ids that tell nothing, in place of numbers")
    .option("--table <name>", "the table, if it isn't called like the plural")
    .option("--no-live", "plain pages in place of live ones")
    .addOption(
      new Option("--registration <kind>", "logs in at once, or has the address proved before").choices([
        "immediate",
        "verified",
      ]),
    )
    .option("--guard-existing", "puts the routes that are there behind the guard")
    .action(async (context: string, schema: string, plural: string, given: AuthOptions) => {
      const { genAuth } = await import("../generators/gen-auth.ts");
      const { dryRun, json, yes, ...options } = given;
      const plan = genAuth({ context, schema, plural, ...options }, factsIn(app));
      return generate(app.path, plan, { ...(dryRun && { dryRun }), ...(json && { json }), ...(yes && { yes }) });
    });
  withGenerateOptions(gen.command("release"))
    .description("what takes the app to machines: Dockerfile, compose.yaml, a proxy, a systemd unit")
    .action(async (options: GenerateOptions) => {
      const { genRelease } = await import("../generators/gen-release.ts");
      return generate(app.path, genRelease(factsIn(app)), options);
    });
  return gen;
}

function factsIn({ path }: AppDirectory): AppFacts {
  const facts = factsOf(path);
  if (facts.read("web/router.ts") !== null) return facts;
  throw new UsageError(`There is no web/router.ts in ${path}. Run livegate in the directory of an app.`);
}
