import { UsageError } from "../usage-error.ts";
import { isReserved } from "./reserved.ts";

/** Kinds of fields, as they are called on the command line. */
const FIELD_KINDS = [
  "string",
  "text",
  "integer",
  "float",
  "boolean",
  "date",
  "datetime",
  "enum",
  "references",
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** One field of a schema, which is a column of its table too. */
export interface Field {
  /** "released_on" */
  readonly name: string;
  readonly kind: FieldKind;
  /** What an enum may be. */
  readonly values: readonly string[];
  /** The table that a reference leads to. */
  readonly table: string | null;
  /** Whether no two rows may have the same. */
  readonly unique: boolean;
}

const UNIQUE_KINDS: readonly FieldKind[] = ["string", "text", "integer"];

/** Reads fields as in `title:string:unique genre:enum(folk,jazz) artist_id:references:artists`. Throws a UsageError. */
export function parseFields(texts: readonly string[]): readonly Field[] {
  if (texts.length === 0) throw new UsageError('There is no field. Name one at least: "title:string".');
  const fields = texts.map(parseField);
  const twice = fields.find(({ name }, index) => fields.findIndex((other) => other.name === name) < index);
  if (twice) throw new UsageError(`The field "${twice.name}" is there twice.`);
  return fields;
}

function parseField(text: string): Field {
  const [name = "", type = "string", ...more] = text.split(/:(?![^(]*\))/);
  checkName(name, text);
  const [, word = "", inBraces] = /^([a-z]+)(?:\((.*)\))?$/.exec(type) ?? [];
  const kind = FIELD_KINDS.find((each) => each === word);
  if (!kind) {
    throw new UsageError(`The field "${name}" has the type "${type}". There are: ${FIELD_KINDS.join(", ")}.`);
  }
  const unique = more.includes("unique");
  const others = more.filter((each) => each !== "unique");
  const field = { name, kind, values: [], table: null, unique };
  if (unique && !UNIQUE_KINDS.includes(kind)) {
    throw new UsageError(`The field "${name}" is unique; only these can be: ${UNIQUE_KINDS.join(", ")}.`);
  }
  if (kind === "enum") return { ...field, values: enumValues(name, inBraces ?? "") };
  if (kind === "references") return { ...field, table: referencedTable(name, others.shift()) };
  if (inBraces !== undefined || others.length > 0) {
    throw new UsageError(`The field "${text}" says more than "${name}:${kind}" and perhaps ":unique".`);
  }
  return field;
}

function checkName(name: string, text: string): void {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) {
    throw new UsageError(
      `The field ${JSON.stringify(text)} has no name in small letters, digits and _: "released_on:date".`,
    );
  }
  if (name === "id") throw new UsageError('Every table has an "id" by itself.');
  if (isReserved(name)) throw new UsageError(`A field can't be "${name}": the language keeps that word for itself.`);
}

function enumValues(name: string, inBraces: string): readonly string[] {
  const values = inBraces.split(",").map((value) => value.trim());
  if (values.some((value) => !/^[\w-]+$/.test(value)) || new Set(values).size < values.length) {
    throw new UsageError(`The field "${name}" says which values there are, each once: "${name}:enum(folk,jazz)".`);
  }
  return values;
}

function referencedTable(name: string, table: string | undefined): string {
  if (table !== undefined && /^[a-z][a-z0-9_]*$/.test(table)) return table;
  throw new UsageError(`The field "${name}" says which table it leads to: "${name}:references:artists".`);
}
