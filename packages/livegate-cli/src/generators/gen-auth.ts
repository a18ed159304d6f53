import { addConnectParams } from "../edit/add-connect-params.ts";
import { addLayoutPartial } from "../edit/add-layout-partial.ts";
import { addLayoutSheet } from "../edit/add-layout-sheet.ts";
import { addToManifest } from "../edit/add-to-manifest.ts";
import type { Edit } from "../edit/edit.ts";
import { guardBrowserScope } from "../edit/guard-scope.ts";
import { type Access, sayAccess, unsaidRoutes } from "../edit/say-access.ts";
import { parseSource } from "../edit/source.ts";
import type { Plan } from "../generate/plan.ts";
import { plannedEdits, plannedFiles } from "../generate/template-folder.ts";
import type { Values } from "../generate/template.ts";
import { type ResourceNames, resourceNames } from "../names/resource-names.ts";
import { kebab, wordsOf } from "../names/words.ts";
import { type AppFacts, migrationTime } from "./app-facts.ts";
import { nameValues } from "./name-values.ts";

/** What `gen auth` is told: `Accounts User users`, and how. */
export interface AuthArguments {
  readonly context: string;
  readonly schema: string;
  readonly plural: string;
  readonly table?: string;
  /** Ids that tell nothing, in place of numbers. */
  readonly uuid?: boolean;
  /** Live pages (the default), or plain ones. */
  readonly live?: boolean;
  /** Whether a registration logs in at once (the default), or the address has to be proved before. */
  readonly registration?: "immediate" | "verified";
  /** Puts the routes that are there behind the guard. By default they are said to be public, as they were. */
  readonly guardExisting?: boolean;
}

/** The plan of an app's accounts: context, tables, guards, pages, mails, and the edits that put them in their places. */
export function genAuth(args: AuthArguments, app: AppFacts): Plan {
  const names = resourceNames(args);
  const values = valuesOf(args, names, app);
  return {
    generator: "auth",
    args: [args.context, args.schema, args.plural, ...flagsOf(args)],
    files: plannedFiles("auth/files", values),
    edits: authEdits(names, values, accessOf(args, names)),
    next: nextSteps(args, names, app),
  };
}

/** The edits of an app's own files. */
export const authEdits = (names: ResourceNames, values: Values, access: Access): Plan["edits"] => [
  ...plannedEdits("auth/edits", values).map(({ path, edits }) => ({
    path,
    edits: [...edits, ...(moreEdits(names, access, values)[path] ?? [])],
  })),
  // attack.ts is there for live pages alone.
  ...(values.flags?.["live"] === true ? [{ path: "package.json", edits: [addToManifest(attackScript)] }] : []),
];

const attackScript = { scripts: { attack: "livegate attack" } };

/** What no template can say: it depends on what is there. */
const moreEdits = (
  { schema, variable }: ResourceNames,
  access: Access,
  { flags }: Values,
): Readonly<Record<string, readonly Edit[]>> => ({
  "client/app.ts": [addConnectParams("heldSheet")],
  "web/router.ts": [guardBrowserScope(`fetchCurrent${schema}`), sayAccess(access)],
  "web/components/layouts.ts": [
    addLayoutPartial({
      guard: `fetchCurrent${schema}`,
      value: `current${schema}`,
      partial: `${variable}Menu`,
      frame: "pageFrame",
    }),
    ...(flags?.["live"]
      ? [addLayoutSheet({ sheet: "reauthenticationSheet", values: ["held", `current${schema}`] })]
      : []),
  ],
});

export const valuesOf = (args: AuthArguments, names: ResourceNames, app: AppFacts): Values => {
  const { uuid = false, live = true, registration = "immediate" } = args;
  const migration = `create-${kebab(names.table)}-auth-tables`;
  return {
    names: { ...nameValues(names), timestamp: migrationTime(migration, app), registration, App: appTitle(app) },
    flags: {
      uuid,
      live,
      verified: registration === "verified",
      guarded: args.guardExisting ?? false,
      renamed: names.schema !== "User",
    },
  };
};

/** What the app is called, as people read it. */
function appTitle(app: AppFacts): string {
  const { name = "app" } = JSON.parse(app.read("package.json") ?? "{}") as { readonly name?: string };
  const words = wordsOf(name).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return words.join(" ");
}

export const accessOf = ({ guardExisting = false }: AuthArguments, { schema }: ResourceNames): Access => ({
  option: guardExisting ? `guards: [requireAuthenticated${schema}]` : "public: true",
  letThrough: [`fetchCurrent${schema}`],
});

/** The flags as they are written, for the manifest. */
function flagsOf({ uuid, live, table, registration, guardExisting }: AuthArguments): readonly string[] {
  return [
    ...(uuid ? ["--uuid"] : []),
    ...(table === undefined ? [] : ["--table", table]),
    ...(live === false ? ["--no-live"] : []),
    ...(registration === undefined ? [] : ["--registration", registration]),
    ...(guardExisting ? ["--guard-existing"] : []),
  ];
}

function nextSteps(args: AuthArguments, names: ResourceNames, app: AppFacts): readonly string[] {
  const router = parseSource(app.read("web/router.ts") ?? "");
  const routes = router ? unsaidRoutes(router, accessOf(args, names)) : [];
  return [
    "npm install",
    "npx livegate migrate",
    "npm test",
    "npx livegate audit --write",
    ...(args.live === false ? [] : ["npm run attack"]),
    ...(routes.length > 0 ? accessText(args, names, routes) : []),
  ];
}

function accessText(args: AuthArguments, { schema }: ResourceNames, routes: readonly string[]): readonly string[] {
  const list = routes.map((route) => `  ${route}`);
  const guard = `guards: [requireAuthenticated${schema}]`;
  return args.guardExisting
    ? ["", `These routes are for those who are logged in from now on (${guard} in web/router.ts):`, ...list]
    : [
        "",
        "These routes stay open for everybody:",
        ...list,
        `To guard them, write ${guard} in place of public: true in web/router.ts.`,
      ];
}
