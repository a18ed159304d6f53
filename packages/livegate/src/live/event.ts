import type { StandardSchemaV1 } from "@standard-schema/spec";
import { LivegateError } from "../errors/livegate-error.ts";
import { type Form, type FormOptions, parseForm } from "../html/form.ts";
import { EventRef } from "../html/event-ref.ts";
import type { Guard } from "./guard-step.ts";
import { resolveGuards } from "./run-guards.ts";
import type { Rule } from "./rule.ts";

type Schema = StandardSchemaV1;
type In<S> = S extends StandardSchemaV1<infer I, infer _O> ? I : never;
type Out<S> = S extends StandardSchemaV1<infer _I, infer O> ? O : never;

declare const EVENT: unique symbol;
declare const EVENTS: unique symbol;

/** An event with conditions: its payload's schema, and who may send it. */
export interface EventDef<S extends Schema | null, Ran extends string, Found> {
  readonly schema: S;
  readonly rule: Rule<Ran, never, never, never> | null;
  readonly guards: readonly Guard[];
  readonly [EVENT]?: { readonly ran: Ran; readonly record: Found };
}

/** What an event asks for besides a rule. */
export interface EventOptions {
  /** Guards that run, with those before them, each time before the rule. Those of the page need no mention. */
  readonly guards: readonly Guard[];
}

// The types of rules and records stand in covariant phantoms, so a definition of any of them fits here.
type AnyEventDef = EventDef<Schema | null, string, unknown>;

/** How an event is declared: null (no payload), a schema, or `event(schema, rule)`. */
export type EventDeclaration = Schema | AnyEventDef | null;
/** The events of a view or component by name. */
export type EventDeclarations = Readonly<Record<string, EventDeclaration>>;

type SchemaOf<D> = D extends { readonly schema: infer S extends Schema; readonly rule: unknown }
  ? S
  : D extends Schema
    ? D
    : null;

/** What a handler gets as payload. */
export type PayloadOf<D> = SchemaOf<D> extends infer S ? (S extends Schema ? Out<S> : void) : never;
/** What a handler gets as record: what the rule loaded. */
export type RecordOf<D> = D extends EventDef<infer _S, infer _Ran, infer Found> ? Found : void;
/** The names of the guards that the rules of these events need. */
export type RuleNeeds<E> = {
  [K in keyof E]: E[K] extends EventDef<infer _S, infer Ran, infer _F> ? Ran : never;
}[keyof E];

type PayloadIn<D> = SchemaOf<D> extends infer S ? (S extends Schema ? In<S> : void) : never;

/** A constant for each event: for `phx-click=${ev.rename}` and `js.push(ev.rename, { … })`. */
export type EventRefs<E> = { readonly [K in keyof E & string]: EventRef<K, PayloadIn<E[K]>> };
/** Event references that remember how their events were declared. */
export type Events<E> = EventRefs<E> & { readonly [EVENTS]?: E };

const declarations = new WeakMap<object, EventDeclarations>();

/**
 * Declares events above a view, where rows need their references. Small views declare theirs inside `liveView`.
 *
 * @example
 * const ev = events({ inc: null, rename: z.object({ id: z.coerce.number<string | number>(), title: z.string() }) });
 * html`<button phx-click=${ev.rename} phx-value-id=${album.id}>Rename</button>`;
 */
export function events<const E extends EventDeclarations>(declared: E): Events<E> {
  const refs = Object.fromEntries(Object.keys(declared).map((name) => [name, new EventRef(name)]));
  declarations.set(refs, declared);
  return Object.freeze(refs) as unknown as Events<E>; // Each key of `declared` has its reference.
}

/** The declarations behind `events(…)`, or the object itself where events stand inline. */
export function declaredEvents(given: object): EventDeclarations {
  return declarations.get(given) ?? (given as EventDeclarations);
}

/**
 * An event with a rule that authorises it; the handler gets the loaded record as its third argument. `guards` run before it,
 * fresh for each event; without a rule they stand in its place.
 *
 * @example
 * events({
 *   delete: event(z.object({ id: z.coerce.number<string | number>() }), ownAlbum),
 *   endOthers: event(null, { guards: [requireSudo] }),
 * });
 */
export function event<S extends Schema | null>(schema: S, options: EventOptions): EventDef<S, never, void>;
export function event<S extends Schema, Ran extends string, Context, Input, Found>(
  schema: S,
  can: Rule<Ran, Context, Input, Found> &
    (Out<S> extends Input ? unknown : "the payload lacks what the rule's load() takes"),
  options?: EventOptions,
): EventDef<S, Ran, Found>;
export function event(
  schema: Schema | null,
  first: EventOptions | { readonly load: unknown },
  second?: EventOptions,
): AnyEventDef {
  if (!("load" in first)) return { schema, rule: null, guards: first.guards };
  // What the rule takes was compared with the schema by the signature.
  return { schema, rule: first as unknown as Rule<string, never, never, never>, guards: second?.guards ?? [] };
}

/** A schema that wants a form as it was sent, with empty values and the marks of untouched inputs. */
export interface FormEventSchema<Output> extends StandardSchemaV1<unknown, Output> {
  readonly readsWholeForm: true;
}

/**
 * A form's event: its handler gets a `Form`, valid or not, and never a refusal.
 *
 * @example
 * events({ validate: formEvent(AlbumSchema, { as: "album" }), save: formEvent(AlbumSchema, { as: "album" }) });
 */
export function formEvent<S extends Schema>(schema: S, options: FormOptions): FormEventSchema<Form<In<S>, Out<S>>> {
  return {
    readsWholeForm: true,
    "~standard": {
      version: 1,
      vendor: "livegate",
      validate: (params) => {
        const parsed = parseForm(schema, options, params);
        return parsed instanceof Promise ? parsed.then((value) => ({ value })) : { value: parsed };
      },
    },
  };
}

/** An event as the runtime meets it. */
export interface EventSpec {
  readonly name: string;
  readonly schema: Schema | null;
  /** Whether the schema gets a form's empty values too; otherwise they are absent. */
  readonly readsWholeForm: boolean;
  readonly rule: Rule<string, never, never, never> | null;
  /** Those of its own: with those before them, each once. */
  readonly guards: readonly Guard[];
}

/** What a view or a component says of its events: ready for dispatch, and as references. Throws LG_EVENT_HANDLER. */
export function declareEvents(
  given: object,
  handlers: object,
): { readonly specs: ReadonlyMap<string, EventSpec>; readonly refs: object } {
  const declared = declaredEvents(given);
  const specs = eventSpecs(declared);
  for (const name of specs.keys()) {
    if (Object.hasOwn(handlers, name)) continue;
    throw new LivegateError("LG_EVENT_HANDLER", `The event "${name}" is declared, but "handle" has no "${name}".`);
  }
  return { specs, refs: declared === given ? events(declared) : given };
}

/** The declared events by name, ready for dispatch. */
export function eventSpecs(declared: EventDeclarations): ReadonlyMap<string, EventSpec> {
  return new Map(Object.entries(declared).map(([name, declaration]) => [name, eventSpec(name, declaration)]));
}

function eventSpec(name: string, declaration: EventDeclaration): EventSpec {
  const { schema, rule, guards }: AnyEventDef =
    declaration !== null && "rule" in declaration ? declaration : { schema: declaration, rule: null, guards: [] };
  const readsWholeForm = schema !== null && "readsWholeForm" in schema;
  return { name, schema, readsWholeForm, rule, guards: resolveGuards(guards) };
}

/** The guards that the rules of these events need. */
export function guardsOfRules(specs: ReadonlyMap<string, EventSpec>): readonly Guard[] {
  return [...specs.values()].flatMap((spec) => spec.rule?.needs ?? []);
}
