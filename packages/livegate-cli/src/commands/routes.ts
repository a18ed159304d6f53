import { type RouteRow, routeTable } from "livegate";
import type { AppDirectory } from "../app-directory.ts";
import { table } from "../table.ts";

const HEADINGS = ["METHOD", "PATH", "KIND", "ACTION", "LIVE SESSION", "GUARDS"];

/** Prints every way into the app with what guards it, as a table or as JSON. */
export async function printRoutes(app: AppDirectory, asJson: boolean): Promise<void> {
  const rows = routeTable(await app.loadRouter());
  console.log(asJson ? JSON.stringify(rows, null, 2) : table(HEADINGS, rows.map(cells)));
}

function cells({
  method,
  path,
  kind,
  action,
  liveSession,
  guards,
  guarded,
  public: open,
}: RouteRow): readonly string[] {
  const chain = guards.join(", ");
  const access = guarded ? chain : [chain, open ? "(public)" : "(unguarded)"].filter(Boolean).join(" ");
  return [method, path, kind, action ?? "", liveSession ?? "", access];
}
