import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Router } from "livegate";
import type { DatabaseUrl } from "livegate/data";
import type { PubSubConfig } from "livegate/pubsub";
import type { AttackPlan } from "./attack/attack-plan.ts";
import { UsageError } from "./usage-error.ts";

/** What every app's configuration tells the command; apps have more in theirs. */
export interface AppConfig {
  readonly production: boolean;
  readonly databaseUrl: DatabaseUrl;
  /** Where the app's nodes meet; absent where it has only one. */
  readonly pubsubUrl?: PubSubConfig["pubsubUrl"];
  readonly url?: URL;
}

/** A running app: what `application(config)` gives. */
export interface Application {
  start(): Promise<{ readonly url: string }>;
  stop(): Promise<void>;
}

/** The app whose directory the command was called in. */
export interface AppDirectory {
  readonly path: string;
  /** Where its migrations are. */
  readonly migrations: string;
  /** Its settings, from the environment and a file `.env`, whose lines count where the environment says nothing. */
  loadConfig(): Promise<AppConfig>;
  loadApplication(config: AppConfig): Promise<Application>;
  loadRouter(): Promise<Router>;
  /** How it is attacked: `attack.ts`. */
  loadAttackPlan(): Promise<AttackPlan>;
  /** Fills an empty database; null where the app has no seeds. */
  loadSeeds(): Promise<((config: AppConfig) => Promise<void>) | null>;
}

/** Looks at an app by its conventions: config.ts, application.ts, web/router.ts, db/migrations and db/seeds.ts. */
export function appDirectory(path: string): AppDirectory {
  const load = async (file: string, name: string): Promise<unknown> => {
    const full = [join(path, file), join(path, file.replace(/\.ts$/, ".js"))].find((candidate) =>
      existsSync(candidate),
    );
    if (!full) throw new UsageError(`There is no ${file} in ${path}. Run livegate in the directory of an app.`);
    const module = (await import(pathToFileURL(full).href)) as Readonly<Record<string, unknown>>;
    if (!(name in module)) throw new UsageError(`${file} has no export named "${name}".`);
    return module[name];
  };
  // The exports are the app's; their types are what this file's conventions ask of it.
  return {
    path,
    migrations: join(path, "db", "migrations"),
    async loadConfig() {
      // What the environment says itself comes first.
      if (existsSync(join(path, ".env"))) process.loadEnvFile(join(path, ".env"));
      const loadConfig = (await load("config.ts", "loadConfig")) as (env: NodeJS.ProcessEnv) => AppConfig;
      return loadConfig(process.env);
    },
    async loadApplication(config) {
      const application = (await load("application.ts", "application")) as (config: AppConfig) => Application;
      return application(config);
    },
    loadRouter: async () => (await load("web/router.ts", "default")) as Router,
    loadAttackPlan: async () => (await load("attack.ts", "attack")) as AttackPlan,
    async loadSeeds() {
      if (!existsSync(join(path, "db", "seeds.ts"))) return null;
      return (await load("db/seeds.ts", "seedDatabase")) as (config: AppConfig) => Promise<void>;
    },
  };
}
