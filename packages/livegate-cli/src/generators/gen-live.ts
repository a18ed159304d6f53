import { addExports } from "../edit/add-exports.ts";
import type { Plan } from "../generate/plan.ts";
import { plannedEdits, plannedFiles } from "../generate/template-folder.ts";
import type { Values } from "../generate/template.ts";
import { type Field, parseFields } from "../names/field.ts";
import { type ResourceNames, resourceNames } from "../names/resource-names.ts";
import { UsageError } from "../usage-error.ts";
import { type AppFacts, migrationTime } from "./app-facts.ts";
import { componentOf, fieldCode } from "./field-code.ts";
import { nameValues } from "./name-values.ts";

/** What `gen live` is told: `Catalog Album albums title:string`. */
export interface LiveArguments {
  readonly context: string;
  readonly schema: string;
  readonly plural: string;
  readonly fields: readonly string[];
  readonly table?: string;
}

/** The plan of a resource with its pages: context, schema, table, migration, list, page, form, and their tests. */
export function genLive(args: LiveArguments, app: AppFacts): Plan {
  const names = resourceNames(args);
  const fields = parseFields(args.fields);
  const values = valuesOf(names, fields, app);
  const files = plannedFiles("live/files", values);
  const door = `domain/${names.contextFile}/${names.contextFile}.ts`;
  if (files.some(({ path }) => path === door)) {
    throw new UsageError(
      `The context ${names.context} and its ${names.schema} would be one file. Take another name for one of them.`,
    );
  }
  const store = `./${names.file}-store.ts`;
  const exported = [
    `create${names.schema}`,
    `delete${names.schema}`,
    `get${names.schema}`,
    `list${names.schemas}`,
    `update${names.schema}`,
  ];
  const isNew = app.read(door) === null;
  const doorText = `// The door of the context: whatever is outside of it imports from here.\nexport { ${exported.join(", ")} } from "${store}";\n`;
  return {
    generator: "live",
    args: [args.context, args.schema, args.plural, ...args.fields],
    files: isNew ? [...files, { path: door, text: doorText }] : files,
    edits: [
      ...(isNew ? [] : [{ path: door, edits: [addExports(exported, store)] }]),
      ...plannedEdits("live/edits", values),
    ],
    next: nextSteps(names, app),
  };
}

function valuesOf(names: ResourceNames, fields: readonly Field[], app: AppFacts): Values {
  const code = fields.map(fieldCode);
  const booleans = fields.filter(({ kind }) => kind === "boolean").map(({ name }) => name);
  const unique = fields.filter((field) => field.unique);
  const references = fields.filter(({ kind }) => kind === "references");
  const required = fields.filter(({ kind }) => kind !== "references");
  const has = (...kinds: readonly string[]): boolean => fields.some(({ kind }) => kinds.includes(kind));
  return {
    names: {
      ...nameValues(names),
      timestamp: migrationTime(`create-${names.table}`, app),
      // Once there are guards, a page that nobody guards says so.
      sessionOptions: hasGuards(app) ? "{ public: true, layout: live }" : "{ layout: live }",
      booleanNames: booleans.join('" | "'),
      uniqueFields: unique.map(({ name }) => `"${name}"`).join(", "),
      requiredFields: required.map(({ name }) => `"${name}"`).join(", "),
      componentNames: [...new Set(["button", "formFor", "modal", ...fields.map(componentOf)])].toSorted().join(", "),
    },
    flags: {
      booleans: booleans.length > 0,
      constraints: unique.length + references.length > 0,
      datetimes: has("datetime"),
      required: required.length > 0,
      texts: has("string", "text"),
      unique: unique.length > 0,
    },
    lines: {
      schemaFields: code.map(({ schema }) => schema),
      booleanColumns: booleans.map((name) => `${name}: BooleanColumn;`),
      booleanValues: booleans.map((name) => `${name}: row.${name} === 1,`),
      constraints: constraintLines(names, unique, references),
      columns: [
        ...code.map(({ column }) => column),
        ...unique.map(({ name }) => `.addUniqueConstraint("${names.table}_${name}_key", ["${name}"])`),
      ],
      indexes: references.map(
        ({ name }) =>
          `await db.schema.createIndex("${names.table}_${name}_index").on("${names.table}").column("${name}").execute();`,
      ),
      inputs: code.map(({ input }) => input),
      indexColumns: code.map(({ tableColumn }) => tableColumn),
      showItems: code.map(({ fact }) => fact(names.variable)),
      fixtureValues: code.map(({ stored }) => stored),
      changedValues: code.flatMap(({ changed }) => changed),
      typedValues: code.flatMap(({ typed }) => typed),
      formValues: fields.map((field, index) => formValue(field, code[index]?.typed ?? [])),
    },
  };
}

// A form sends text.
const formValue = ({ name, kind }: Field, [typed]: readonly string[]): string =>
  typed === undefined
    ? `${name}: undefined,`
    : kind === "boolean"
      ? typed.replace(/(true|false),$/, '"$1",')
      : typed.replace(/: ([\d.]+),$/, ': "$1",');

function constraintLines(
  names: ResourceNames,
  unique: readonly Field[],
  references: readonly Field[],
): readonly string[] {
  const missing = (field: Field): string => `{ ${field.name}: "There is none with that number." }`;
  return [
    ...unique.map(({ name }) => `${names.table}_${name}_key: { ${name}: "That is taken already." },`),
    ...references.map((field) => `${names.table}_${field.name}_fkey: ${missing(field)},`),
    // SQLite doesn't say which one it is.
    ...(references.length > 1 ? ['foreign_key: { "": "Something that it refers to isn’t there." },'] : []),
  ];
}

/** Whether an app knows its users. */
const hasGuards = ({ filesIn }: AppFacts): boolean => filesIn("web").some((file) => file.endsWith("-auth.ts"));

function nextSteps({ folder, labels, table }: ResourceNames, app: AppFacts): readonly string[] {
  const open = hasGuards(app)
    ? [`Everybody may see and change ${labels}: the live session "${folder}" in web/router.ts says "public: true".`]
    : [];
  const audit = app.read("audit.lock") !== null ? ["npx livegate audit --write"] : [];
  return ["npx livegate migrate", "npm test", ...audit, ...open, `Then open /${folder}; its table is ${table}.`];
}
