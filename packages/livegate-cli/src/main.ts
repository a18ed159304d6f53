import { Command, Option } from "commander";
import { type AppDirectory, appDirectory } from "./app-directory.ts";
import type { AttackOptions } from "./commands/attack.ts";
import type { NewOptions } from "./commands/new.ts";
import type { StartOptions } from "./commands/start.ts";
import { authCommand } from "./commands/auth.ts";
import { genCommand } from "./commands/gen.ts";
import { withGenerateOptions } from "./commands/generate.ts";
import { explain } from "./explain.ts";

/** Runs the `livegate` command. A failure is told in plain words and sets the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await program(appDirectory(process.cwd())).parseAsync(argv);
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}

// Each command loads what it needs when it runs: the bundler, Tailwind and the parser are a second of CPU.
function program(app: AppDirectory): Command {
  const command = new Command("livegate").description(
    "Runs and looks after a Livegate app, in whose directory it is called.",
  );
  withGenerateOptions(command.command("new <directory>"))
    .description("makes a new app")
    .option("--packages <folder>", "where tarballs of Livegate's packages are: npm run pack makes them")
    .action(async (directory: string, options: NewOptions) =>
      (await import("./commands/new.ts")).createApp(directory, options),
    );
  command.addCommand(genCommand(app));
  command
    .command("dev")
    .description("runs the app and restarts it on save")
    .action(async () => (await import("./commands/dev.ts")).dev(app));
  command
    .command("start")
    .description("runs the app; prepares it first unless NODE_ENV=production")
    .option("--workers <count>", "in several processes on one port: a number, or auto for one a core")
    .action(async (options: StartOptions) => (await import("./commands/start.ts")).start(app, options));
  command
    .command("build")
    .description("builds the browser's scripts and styles")
    .action(async () => (await import("./commands/build.ts")).build(app));
  command
    .command("routes")
    .description("prints every route with what guards it")
    .option("--json", "as JSON")
    .action(async (options: { json?: true }) =>
      (await import("./commands/routes.ts")).printRoutes(app, options.json ?? false),
    );
  command
    .command("audit")
    .description("prints every route, event and topic with what guards it")
    .addOption(new Option("--json", "as JSON").conflicts(["check", "write"]))
    .addOption(new Option("--check", "compares with audit.lock; a difference is a failure").conflicts("write"))
    .option("--write", "writes audit.lock, which is to be committed")
    .action(async (options: { json?: true; check?: true; write?: true }) => {
      const { checkAudit, printAudit, writeAudit } = await import("./commands/audit.ts");
      if (options.check) return checkAudit(app);
      return options.write ? writeAudit(app) : printAudit(app, options.json ?? false);
    });
  command.addCommand(authCommand(app));
  command
    .command("attack")
    .description("starts the app as in production and attacks it: every way in as everybody, then a list of attacks")
    .option("--json", "as JSON")
    .option("--quick", "a part of it, in half a minute")
    .option("--only <ids...>", "some attacks alone, or the matrix of all ways in: --only matrix K01")
    .option("--entry <text>", "of the matrix only what has this in its name: --only matrix --entry /albums")
    .option("--url <url>", "attacks an app that runs already, on this machine")
    .option("--i-own-it", "attacks it on another machine, too")
    .action(async (options: AttackOptions) => (await import("./commands/attack.ts")).attack(app, options));
  const migrate = command
    .command("migrate")
    .description("runs the migrations that have not run")
    .action(async () => (await import("./commands/migrate.ts")).migrateDatabase(app));
  migrate
    .command("status")
    .description("prints all migrations and when they ran")
    .action(async () => (await import("./commands/migrate.ts")).printMigrations(app));
  command
    .command("rollback")
    .description("takes the newest migration back")
    .action(async () => (await import("./commands/migrate.ts")).rollbackDatabase(app));
  return command;
}
