import type { FormState } from "./form-state.ts";
import { type FormParams, type FormValue, usedInput } from "../protocol/form-data.ts";

/** One input of a form: spread its parts over the markup. */
export interface Field {
  /** "album[title]" */
  readonly name: string;
  /** "album_title" */
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

/** A list: its inputs by position, or the values of a `<select multiple>`. */
export interface ListField<Item> extends Field {
  /** For several inputs of one name: "album[tags][]". */
  readonly itemName: string;
  readonly items: readonly FieldOf<Item>[];
  /** The items that are plain values. */
  readonly values: readonly string[];
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

/** The fields below `path`, made when they are asked for: a schema doesn't tell which names it has. */
export function fieldsAt<Members>(state: FormState, path: Path): Fields<Members> {
  const made = new Map<string, FormField>();
  const fields = new Proxy(Object.create(null) as object, {
    get(_target, key) {
      if (typeof key !== "string") return undefined;
      const field = made.get(key) ?? new FormField(state, [...path, key]);
      made.set(key, field);
      return field;
    },
  });
  return fields as Fields<Members>; // Every name gives a field of all three kinds; the type tells which parts make sense.
}

const noErrors: readonly string[] = Object.freeze([]);

class FormField implements GroupField<unknown>, ListField<unknown> {
  readonly #state: FormState;
  readonly #path: Path;
  #fields: Fields<unknown> | undefined;

  constructor(state: FormState, path: Path) {
    this.#state = state;
    this.#path = path;
  }

  get name(): string {
    return this.#state.as + this.#path.map((key) => `[${key}]`).join("");
  }

  get itemName(): string {
    return `${this.name}[]`;
  }

  get id(): string {
    return [this.#state.id, ...this.#path].join("_");
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
    const value = this.#given();
    if (!Array.isArray(value)) return [];
    return value.map((_item, index) => new FormField(this.#state, [...this.#path, String(index)]));
  }

  get fields(): Fields<unknown> {
    this.#fields ??= fieldsAt<unknown>(this.#state, this.#path);
    return this.#fields;
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
