import type { Field, FieldKind } from "../names/field.ts";
import { spoken, spokenFirst } from "../names/words.ts";

/** What a kind of field is in each layer of an app. */
interface FieldCode {
  /** In the schema of the form. */
  readonly schema: (field: Field) => string;
  /** The type of its column. */
  readonly column: string;
  /** Its input in the form. */
  readonly input: (field: Field) => string;
  /** How a value is shown, given the code of the value. */
  readonly show: (value: string) => string;
  /** What a test stores, what it stores later, and what it types: as code; null for nothing of its own. */
  readonly samples: (field: Field) => readonly [stored: string, changed: string | null, typed: string | null];
}

const asIs = (value: string): string => value;
const quoted = (text: string): string => JSON.stringify(text);
const label = ({ name }: Field): string => spokenFirst(name.replace(/_(?:id|on|at)$/, ""));
const missing = ({ name }: Field): string => quoted(`Fill in the ${spoken(name.replace(/_(?:id|on|at)$/, ""))}.`);

const inputOf =
  (type?: string) =>
  (field: Field): string => {
    const required = field.kind === "references" ? "" : ", rest: { required: true }";
    const step = field.kind === "float" ? ', rest: { required: true, step: "any" }' : required;
    return `input({ field: fields.${field.name},${type ? ` type: "${type}",` : ""} label: ${quoted(label(field))}${step} })`;
  };

const WHOLE = quoted("Fill in a whole number.");

const same = (stored: string, changed: string) => [stored, changed, changed] as const;

const codes: Readonly<Record<FieldKind, FieldCode>> = {
  string: {
    schema: (field) => `text(${missing(field)}, 200)`,
    column: "text",
    input: inputOf(),
    show: asIs,
    samples: ({ name, unique }) => {
      const [some, other] = [`some ${spoken(name)}`, quoted(`other ${spoken(name)}`)];
      return unique ? [`\`${some} \${count}\``, null, other] : [quoted(some), other, other];
    },
  },
  text: {
    schema: (field) => `text(${missing(field)}, 10_000)`,
    column: "text",
    input: (field) => `textarea({ field: fields.${field.name}, label: ${quoted(label(field))} })`,
    show: asIs,
    samples: (field) => codes.string.samples(field),
  },
  integer: {
    schema: () => `z.coerce.number<string | number>(${WHOLE}).int(${WHOLE})`,
    column: "integer",
    input: inputOf("number"),
    show: asIs,
    samples: ({ unique }) => (unique ? ["count", null, "4242"] : same("42", "43")),
  },
  float: {
    schema: () => 'z.coerce.number<string | number>("Fill in a number.")',
    column: "real",
    input: inputOf("number"),
    show: asIs,
    samples: () => same("1.5", "2.25"),
  },
  boolean: {
    schema: () => 'z.stringbool({ error: "Yes or no." })',
    column: "boolean",
    input: (field) => `checkbox({ field: fields.${field.name}, label: ${quoted(label(field))} })`,
    show: (value) => `${value} ? "Yes" : "No"`,
    samples: () => same("true", "false"),
  },
  date: {
    schema: () => 'z.iso.date("Fill in a date.")',
    column: "text",
    input: inputOf("date"),
    show: asIs,
    samples: () => same('"2026-02-01"', '"2027-03-04"'),
  },
  datetime: {
    schema: () => 'z.iso.datetime({ local: true, error: "Fill in a date and a time." }).transform(inUtc)',
    column: "text",
    input: inputOf("datetime-local"),
    show: asIs,
    samples: () => ['"2026-02-01T10:20:00.000Z"', '"2027-03-04T05:06:00.000Z"', '"2027-03-04T05:06"'],
  },
  enum: {
    schema: ({ values }) => `z.enum([${values.map(quoted).join(", ")}], "Choose one.")`,
    column: "text",
    input: (field) =>
      `select({ field: fields.${field.name}, label: ${quoted(label(field))}, prompt: "Choose one", choices: [${field.values.map(quoted).join(", ")}] })`,
    show: asIs,
    samples: ({ values: [first = "", second = first] }) => same(quoted(first), quoted(second)),
  },
  references: {
    schema: () => `z.coerce.number<string | number>(${WHOLE}).int(${WHOLE}).nullable().default(null)`,
    column: "integer",
    input: inputOf("number"),
    show: asIs,
    samples: () => ["null", null, null],
  },
};

/** The code of a field in each place where generated files have a line for each of them. The first one names its record. */
export function fieldCode(field: Field, index: number) {
  const { schema, column, input, show, samples } = codes[field.kind];
  const [stored, changed, typed] = samples(field);
  const { name, table } = field;
  const reference = `column.references("${table}.id").onDelete("set null")`;
  const look = `${isNumber(field) ? ', align: "end"' : ""}${index === 0 ? ", isHeader: true" : ""}`;
  return {
    schema: `${name}: ${schema(field)},`,
    column: `.addColumn("${name}", "${column}", (column) => ${table === null ? "column.notNull()" : reference})`,
    input: `\${${input(field)}}`,
    /** A column of a table of them. */
    tableColumn: `{ label: ${quoted(label(field))}, cell: ({ ${name} }) => ${inBraces(show(name))}${look} },`,
    fact: (variable: string) => `{ label: ${quoted(label(field))}, content: ${show(`${variable}.${name}`)} },`,
    stored: `${name}: ${stored},`,
    changed: changed === null ? [] : [`${name}: ${changed},`],
    typed: typed === null ? [] : [`${name}: ${typed},`],
  };
}

const inBraces = (code: string): string => (code.includes("?") ? `(${code})` : code);

const isNumber = ({ kind }: Field): boolean => ["integer", "float", "references"].includes(kind);

/** The function of `livegate/components` that prints the input of a field. */
export const componentOf = ({ kind }: Field): string =>
  kind === "text" ? "textarea" : kind === "boolean" ? "checkbox" : kind === "enum" ? "select" : "input";
