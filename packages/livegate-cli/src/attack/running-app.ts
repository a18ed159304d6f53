import { once } from "node:events";
import { connect as connectPlain } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { openDatabase } from "livegate/data";
import type { AppDirectory } from "../app-directory.ts";
import { UsageError } from "../usage-error.ts";
import type { AttackedApp } from "./attacked-app.ts";
import { watcher } from "./ground.ts";

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * An app that runs already, with the database that the app's own settings name. Attackers have one network, for the app
 * believes nobody about where a request came from.
 *
 * @throws UsageError for another machine's address, unless whoever calls says that it is theirs.
 */
export async function runningApp(
  app: AppDirectory,
  address: string,
  { iOwnIt }: { readonly iOwnIt?: true },
): Promise<AttackedApp> {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError(`"${address}" is no address of an app.`);
  if (!LOOPBACK.test(url.hostname) && !iOwnIt) {
    throw new UsageError(`${url.host} is another machine. If it is yours to attack: --i-own-it`);
  }
  const { databaseUrl } = await app.loadConfig();
  const db = await openDatabase<unknown>(databaseUrl);
  const isSecure = url.protocol === "https:";
  const port = Number(url.port) || (isSecure ? 443 : 80);
  return {
    ...watcher(),
    url,
    db,
    mails: null,
    key: null,
    async open() {
      const host = url.hostname.replace(/^\[|\]$/g, "");
      const wire = isSecure
        ? connectSecurely({ host, port, servername: host, rejectUnauthorized: false })
        : connectPlain({ host, port, noDelay: true });
      await once(wire, isSecure ? "secureConnect" : "connect");
      return wire;
    },
    log: () => null,
    isAlive: () => true,
    memory: () => null,
    restart: null,
    twin: null,
    withoutDatabase: null,
    [Symbol.asyncDispose]: () => db.destroy(),
  };
}
