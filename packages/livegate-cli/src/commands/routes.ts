import { type RouteRow, routeTable } from "livegate";
import type { AppDirectory } from "../app-directory.ts";

/** Prints every way into the app with what guards it, as a table or as JSON. */
export async function printRoutes(app: AppDirectory, asJson: boolean): Promise<void> {
  const rows = routeTable(await app.loadRouter());
  console.log(asJson ? JSON.stringify(rows, null, 2) : table(rows));
}

const HEADINGS = ["METHOD", "PATH", "KIND", "ACTION", "LIVE SESSION", "GUARDS"] as const;

function table(rows: readonly RouteRow[]): string {
  const lines = [HEADINGS, ...rows.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
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
