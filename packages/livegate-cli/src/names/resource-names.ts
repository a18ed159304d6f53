import pluralize from "pluralize";
import { UsageError } from "../usage-error.ts";
import { isReserved } from "./reserved.ts";
import { camel, kebab, pascal, snake, spoken, spokenFirst } from "./words.ts";

/** What something is called, in every spelling that generated code has. */
export interface ResourceNames {
  /** The context: "Catalog". */
  readonly context: string;
  readonly contextFile: string;
  /** One of it: "BlogPost", "blogPost", "blog-post", "blog post". */
  readonly schema: string;
  readonly variable: string;
  readonly file: string;
  readonly label: string;
  readonly labelFirst: string;
  /** Several of it: "BlogPosts", "blogPosts", "blog-posts", "blog_posts", "blog posts". */
  readonly schemas: string;
  readonly variables: string;
  readonly folder: string;
  readonly table: string;
  readonly labels: string;
  readonly labelsFirst: string;
}

/** What a generator is told on the command line: `Catalog BlogPost blog_posts`. */
export interface ResourceArguments {
  readonly context: string;
  readonly schema: string;
  readonly plural: string;
  /** The table, if it isn't called like the plural. */
  readonly table?: string;
}

/** Checks names and spells them. Throws a UsageError that says what would do. */
export function resourceNames({ context, schema, plural, table = plural }: ResourceArguments): ResourceNames {
  checkModule("context", context);
  checkModule("schema", schema);
  if (context === schema)
    throw new UsageError(`Context and schema are both "${context}". Call the context ${pluralOf(schema)}.`);
  checkPlural(plural, schema);
  checkTable(table);
  return {
    context,
    contextFile: kebab(context),
    schema,
    variable: camel(schema),
    file: kebab(schema),
    label: spoken(schema),
    labelFirst: spokenFirst(schema),
    schemas: pascal(plural),
    variables: camel(plural),
    folder: kebab(plural),
    table,
    labels: spoken(plural),
    labelsFirst: spokenFirst(plural),
  };
}

function checkModule(what: string, name: string): void {
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) {
    throw new UsageError(
      `The ${what} is ${JSON.stringify(name)}, no name of letters and digits. Write it as in "BlogPost".`,
    );
  }
  if (name !== pascal(name)) throw new UsageError(`The ${what} is "${name}". Write it as ${pascal(name)}.`);
  if (isReserved(name))
    throw new UsageError(`The ${what} can't be "${name}": the language keeps that word for itself.`);
}

function checkPlural(plural: string, schema: string): void {
  const wanted = snake(pluralOf(schema));
  if (plural.includes(":")) throw new UsageError(`The plural is missing before "${plural}". Write ${wanted} there.`);
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(plural)) {
    throw new UsageError(
      `The plural is ${JSON.stringify(plural)}, no name of letters and digits. Write it as in "${wanted}".`,
    );
  }
  if (plural !== snake(plural)) throw new UsageError(`The plural is "${plural}". Write it as ${snake(plural)}.`);
  if (camel(plural) === camel(schema)) {
    throw new UsageError(
      `Singular and plural are both "${plural}". Say it in another way, such as ${snake(schema)}_list.`,
    );
  }
  if (isReserved(plural))
    throw new UsageError(`The plural can't be "${plural}": the language keeps that word for itself.`);
}

function checkTable(table: string): void {
  if (/^[a-z][a-z0-9_]{0,62}$/.test(table)) return;
  throw new UsageError(
    `The table is ${JSON.stringify(table)}. Write it in small letters, digits and _, such as blog_posts.`,
  );
}

const pluralOf = (schema: string): string => pascal(pluralize(spoken(schema)));
