import { ping } from "livegate/data";
import { type Served, serve } from "livegate/node";
import { logger } from "livegate/plug";
import type { Config } from "./config.ts";
import { Accounts } from "./domain/accounts/accounts.ts";
import { userMailer } from "./domain/accounts/user-mailer.ts";
import { pubsub } from "./domain/pubsub.ts";
import { repo } from "./domain/repo.ts";
import { mailLinks } from "./web/user-auth.ts";
import { publicDir, teacherEndpoint } from "./web/endpoint.ts";

/** A part of the app that runs: what starts it, and what stops it again. */
interface Child {
  start(): Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * The whole app. Its children are started in order, each needing those before it, and stopped in reverse.
 *
 * @example
 * const teacher = application(loadConfig(process.env));
 * const { url } = await teacher.start();
 */
export function application(config: Config) {
  let server: Served | null = null;
  const log = logger({ level: config.logLevel });

  const children: readonly Child[] = [
    { start: () => pubsub.start(config, { log }), stop: () => pubsub.stop() },
    { start: () => repo.start(config.databaseUrl), stop: () => repo.stop() },
    {
      start: () =>
        Accounts.start({ db: repo.db, mailer: userMailer(config), links: mailLinks, url: config.url, pubsub, log }),
      stop: () => Accounts.stop(),
    },
    {
      start: async () =>
        (server = await serve(teacherEndpoint(config, { log }), { ...config, publicDir, ready: () => ping(repo.db) })),
      stop: async () => server?.stop(),
    },
  ];

  return {
    /** Starts everything; gives the address under which people reach it. */
    async start(): Promise<{ url: string }> {
      for (const child of children) await child.start();
      return { url: config.url.href };
    },

    /** Stops everything; pages that are open come back when the app does. */
    async stop(): Promise<void> {
      for (const child of children.toReversed()) await child.stop();
    },
  };
}
