import type { StandardSchemaV1 } from "@standard-schema/spec";
import { LivegateError } from "../errors/livegate-error.ts";
import { type FormParams, type FormValue } from "../protocol/form-data.ts";
import { emptyObject, isObject } from "../protocol/json-data.ts";
import { type Field, type Fields, fieldOf, fieldsOf } from "./form-field.ts";
import type { FieldPath } from "./form-path.ts";
import { arrangeRows, markedList } from "./form-rows.ts";
import { type FormErrors, type FormState, errorsOfIssues } from "./form-state.ts";
import { type KeepEmpty, formParams, paramsWithout, schemaInput } from "./form-values.ts";

type Schema = StandardSchemaV1;
type In<S> = S extends StandardSchemaV1<infer I, infer _O> ? I : never;
type Out<S> = S extends StandardSchemaV1<infer _I, infer O> ? O : never;

/** How a form is named. */
export interface FormOptions {
  /** Prefix of its inputs' names: "album" gives "album[title]". A word. */
  readonly as: string;
  /** Id of the `<form>` element; the client restores only forms that have one. Defaults to `as`. */
  readonly id?: string;
  /** Inputs whose empty string the schema shall see; elsewhere an input left empty is absent. Defaults to none. */
  readonly keepEmpty?: KeepEmpty;
}

type Plain = Date | string | number | bigint | boolean;

/**
 * What may stand in a form's inputs at first: a part of the schema's input; null and false leave one empty. Where the
 * schema takes any text, a number, a date or a boolean is as good: `true` ticks a checkbox.
 */
export type FormValues<Input> = Input extends Plain | null | undefined
  ? Input | null | (string extends Input ? Plain : never)
  : Input extends readonly (infer Item)[]
    ? readonly FormValues<Item>[]
    : Input extends object
      ? { readonly [Key in keyof Input]?: FormValues<Input[Key]> | null }
      : unknown;

/**
 * Messages by field, as a context returns them: `{ title: ["has already been taken"], "tracks.0.name": ["is missing"] }`;
 * "" stands for the whole form.
 */
export type ErrorsByField = Readonly<Record<string, readonly string[] | undefined>>;

/** A form at one moment: what is typed, what is wrong with it, and what the schema made of it. Never changes. */
export class Form<Input, Output> {
  readonly #state: FormState;
  /** The schema's output; null unless everything is valid. */
  readonly output: Output | null;
  /** The inputs, by the names in the schema. */
  readonly fields: Fields<Input>;

  constructor(state: FormState, output: Output | null) {
    this.#state = state;
    this.output = output;
    this.fields = fieldsOf<Input>(state);
  }

  get as(): string {
    return this.#state.as;
  }

  get id(): string {
    return this.#state.id;
  }

  /** What was typed, undecoded by the schema. */
  get params(): FormParams {
    return this.#state.params;
  }

  /** Messages that belong to no single field. */
  get errors(): readonly string[] {
    return this.#state.errors.get("") ?? [];
  }

  /** True if somebody is done with the form and has sent it. A button that adds or drops a row doesn't do that. */
  get submitted(): boolean {
    return this.#state.submitted;
  }

  /** True if the schema has taken the values and no error was added. A form that was not parsed yet is not valid. */
  get valid(): boolean {
    return this.output !== null;
  }

  /** The input at a path, for code that gets to know only later which one: `form.field("tracks.0.name")`. */
  field(path: FieldPath<Input>): Field {
    return fieldOf(this.#state, path);
  }

  /** The same form with a message at one input; it shows at once. */
  withError(path: FieldPath<Input> | "", message: string): Form<Input, Output> {
    return this.withErrors({ [path]: [message] });
  }

  /** The same form with nothing in the inputs of these names; its output stays. For pages that shall not hold a secret. */
  withoutValues(isHidden: (name: string) => boolean): Form<Input, Output> {
    return new Form<Input, Output>(
      { ...this.#state, params: paramsWithout(this.#state.params, isHidden) },
      this.output,
    );
  }

  /**
   * The same form with the errors of a context added, at whatever depth; they show at once.
   *
   * @example
   * const saved = await Catalog.createAlbum(form.output);
   * if (!saved.ok) return socket.assign({ form: form.withErrors(saved.errors) });
   */
  withErrors(errors: ErrorsByField): Form<Input, Output> {
    const merged = new Map(this.#state.errors);
    for (const [key, messages] of Object.entries(errors)) {
      if (messages) merged.set(key, [...new Set([...(merged.get(key) ?? []), ...messages])]);
    }
    return new Form<Input, Output>({ ...this.#state, errors: merged, answered: true }, null);
  }
}

/**
 * Makes a form that nobody has typed into yet.
 *
 * @example
 * const empty = form(AlbumSchema, { as: "album" });
 * const edit = form(AlbumSchema, { as: "album", values: album });
 * html`<input id=${edit.fields.title.id} name=${edit.fields.title.name} value=${edit.fields.title.value}>`;
 */
export function form<S extends Schema>(
  _schema: S,
  options: FormOptions & { readonly values?: FormValues<In<S>> },
): Form<In<S>, Out<S>> {
  const { params } = arrangeRows(formParams(options.values));
  return new Form<In<S>, Out<S>>(stateOf(options, { params, target: null, submitted: false }), null);
}

/**
 * Reads a form out of what a client sent: the value of a form event or a decoded HTTP body.
 *
 * Never throws on input: whatever is missing or wrong stands in the form's errors. While somebody types, errors show only
 * for inputs that were touched; values with no `_target` come from a submit, and every error shows. If a button of
 * `inputsFor` was pressed, the rows are as it says, and there is no output yet: the form goes on.
 *
 * @returns a promise if the schema is asynchronous.
 * @example
 * const filled = await parseForm(AlbumSchema, { as: "album" }, body);
 * if (filled.output) await Catalog.createAlbum(filled.output);
 */
export function parseForm<S extends Schema>(
  schema: S,
  options: FormOptions,
  sent: unknown,
): Form<In<S>, Out<S>> | Promise<Form<In<S>, Out<S>>> {
  const all = isObject(sent) ? sent : emptyObject<FormValue>();
  const { params, rearranged } = arrangeRows(formParams(Object.hasOwn(all, options.as) ? all[options.as] : null));
  const isChange = Object.hasOwn(all, "_target");
  const target = targetIn(all, options.as);
  const state = stateOf(options, { params, target, submitted: !isChange && !rearranged });
  // Nothing tells then which inputs were touched, and nobody has said to be done.
  if (rearranged && !isChange) return new Form<In<S>, Out<S>>(state, null);
  const validated = (result: StandardSchemaV1.Result<unknown>): Form<In<S>, Out<S>> => {
    const errors = result.issues ? errorsOfIssues(result.issues) : noErrors;
    // The schema's own result.
    return new Form<In<S>, Out<S>>({ ...state, errors }, result.issues || rearranged ? null : (result.value as Out<S>));
  };
  const result = schema["~standard"].validate(schemaInput(params, options.keepEmpty ?? false));
  return result instanceof Promise ? result.then(validated) : validated(result);
}

const noErrors: FormErrors = new Map();

function stateOf({ as, id = as }: FormOptions, sent: Pick<FormState, "params" | "target" | "submitted">): FormState {
  if (!/^[A-Za-z_]\w*$/.test(as)) {
    throw new LivegateError("LG_FORM_NAME", `A form is named ${JSON.stringify(as)}, which is not a word.`);
  }
  return { as, id, ...sent, errors: noErrors, answered: false };
}

function targetIn(all: Readonly<Record<string, unknown>>, as: string): readonly string[] | null {
  const target = all["_target"];
  // A change of a list's rows is a change of the list.
  return Array.isArray(target) && target[0] === as ? target.slice(1).map((key) => markedList(String(key))) : null;
}
