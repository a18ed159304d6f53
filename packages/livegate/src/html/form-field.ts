import { type FormParams, type FormValue, usedInput } from "../protocol/form-data.ts";
import { type RowMark, persistentId, rowMark } from "./form-rows.ts";
import type { FormState } from "./form-state.ts";

/** One input of a form: spread its parts over the markup. */
export interface Field {
  /** "album[title]" */
  readonly name: string;
  /** "album_title"; in a row that was added, dropped or moved by `inputsFor` it goes with the row. */
  readonly id: string;
  /** What was typed, as it was typed; the form's own value before that; else "". */
  readonly value: string;
  /** True where the value is that of a ticked checkbox: "true", "on" or "1". */
  readonly checked: boolean;
  /** True once it was touched or submitted. */
  readonly used: boolean;
  /** Messages; empty as long as nobody has touched the input, complete after a submit. */
  readonly errors: readonly string[];
}

/** The values of several inputs of one name, such as a group of checkboxes, or of a `<select multiple>`. */
export interface ValuesField extends Field {
  /** The name of each of the inputs: "album[tags][]". */
  readonly itemName: string;
  /** Those that are chosen. */
  readonly values: readonly string[];
}

/** A list: several inputs of one name, or rows of inputs as `inputsFor` prints them. */
export interface ListField<Item> extends ValuesField {
  readonly items: readonly FieldOf<Item>[];
  /** Tells each item from the others, wherever it moves. */
  readonly keys: readonly string[];
  /** Names of the inputs that order, drop and move its rows: see `inputsFor`. */
  readonly marks: Readonly<Record<RowMark, string>>;
}

/** Inputs under a common name: `form.fields.artist.fields.country` is "album[artist][country]". */
export interface GroupField<Members> extends Field {
  readonly fields: Fields<Members>;
}

type Plain = string | number | bigint | boolean | Date;

/** The kind of field that a type of the schema's input has. */
export type FieldOf<T> = unknown extends T
  ? Field
  : [NonNullable<T>] extends [Plain]
    ? Field
    : [NonNullable<T>] extends [readonly (infer Item)[]]
      ? ListField<Item>
      : [NonNullable<T>] extends [object]
        ? GroupField<NonNullable<T>>
        : Field;

/** The fields of a form, by the names in its schema. */
export type Fields<Members> = { readonly [Key in keyof Members & string]-?: FieldOf<Members[Key]> };

type Path = readonly string[];

/** Where an input stands: in the values, and in ids, which have the keys of rows in place of their indexes. */
interface Place {
  readonly path: Path;
  readonly idPath: Path;
}

/** All fields of a form, made when they are asked for: a schema doesn't tell which names it has. */
export const fieldsOf = <Members>(state: FormState): Fields<Members> => fieldsAt(state, { path: [], idPath: [] });

/** The field at a path: "tracks.0.name". */
export function fieldOf(state: FormState, path: string): Field {
  let field: FormField | null = null;
  for (const key of path.split(".")) field = field ? field.child(key) : new FormField(state, below(top, key));
  return field ?? new FormField(state, top);
}

function fieldsAt<Members>(state: FormState, place: Place): Fields<Members> {
  const made = new Map<string, FormField>();
  const fields = new Proxy(Object.create(null) as object, {
    get(_target, key) {
      if (typeof key !== "string") return undefined;
      const field = made.get(key) ?? new FormField(state, below(place, key));
      made.set(key, field);
      return field;
    },
  });
  return fields as Fields<Members>; // Every name gives a field of all three kinds; the type tells which parts make sense.
}

const top: Place = { path: [], idPath: [] };

const below = ({ path, idPath }: Place, key: string, inId: string = key): Place => ({
  path: [...path, key],
  idPath: [...idPath, inId],
});

const noErrors: readonly string[] = Object.freeze([]);

class FormField implements GroupField<unknown>, ListField<unknown> {
  readonly #state: FormState;
  readonly #place: Place;
  #fields: Fields<unknown> | undefined;

  constructor(state: FormState, place: Place) {
    this.#state = state;
    this.#place = place;
  }

  get #path(): Path {
    return this.#place.path;
  }

  get name(): string {
    return this.#nameOf(this.#path);
  }

  get itemName(): string {
    return `${this.name}[]`;
  }

  get id(): string {
    return [this.#state.id, ...this.#place.idPath].join("_");
  }

  get value(): string {
    const value = this.#given();
    return typeof value === "string" ? value : "";
  }

  get values(): readonly string[] {
    const value = this.#given();
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  }

  get checked(): boolean {
    return ["true", "on", "1"].includes(this.value);
  }

  get used(): boolean {
    const { submitted, target, params } = this.#state;
    return submitted || isSame(target, this.#path) || usedInput(params, this.#path);
  }

  get errors(): readonly string[] {
    const { errors, answered } = this.#state;
    const key = this.#path.join(".");
    const messages = errors.get(key) ?? noErrors;
    return messages.length === 0 || answered || this.used ? messages : noErrors;
  }

  get items(): readonly FieldOf<unknown>[] {
    return this.keys.map((key, index) => new FormField(this.#state, below(this.#place, String(index), key)));
  }

  get keys(): readonly string[] {
    const value = this.#given();
    return Array.isArray(value) ? value.map((item: FormValue, index) => persistentId(item) ?? String(index)) : [];
  }

  get marks(): Readonly<Record<RowMark, string>> {
    const nameOf = (mark: RowMark): string =>
      `${this.#nameOf([...this.#path.slice(0, -1), rowMark(mark, this.#path.at(-1) ?? "")])}[]`;
    return { sort: nameOf("sort"), drop: nameOf("drop"), up: nameOf("up"), down: nameOf("down") };
  }

  get fields(): Fields<unknown> {
    this.#fields ??= fieldsAt<unknown>(this.#state, this.#place);
    return this.#fields;
  }

  /** The field of a member, or of a row by its index. */
  child(key: string): FormField {
    return new FormField(this.#state, below(this.#place, key, this.keys[Number(key)] ?? key));
  }

  #nameOf(path: Path): string {
    return this.#state.as + path.map((key) => `[${key}]`).join("");
  }

  #given(): FormValue | undefined {
    return valueAt(this.#state.params, this.#path);
  }
}

function valueAt(params: FormParams, path: Path): FormValue | undefined {
  let value: FormValue | undefined = params;
  for (const key of path) {
    if (typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
    value = (value as FormParams)[key]; // An own property; of an array, one by its index.
  }
  return value;
}

const isSame = (a: Path | null, b: Path): boolean =>
  a !== null && a.length === b.length && a.every((key, i) => key === b[i]);
