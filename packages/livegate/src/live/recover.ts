import type { StandardSchemaV1 } from "@standard-schema/spec";

/** Schemas of the assigns that a page keeps for its view, by the assigns' names. */
export type RecoverSchemas = Readonly<Record<string, StandardSchemaV1>>;

/** Checks that each schema stands for an assign, gives what that assign may be, and that the assign is JSON. */
export type RecoverFits<R, A> = {
  readonly [K in keyof R]: [ValueOf<A, K>] extends [never]
    ? `mount gives no assign "${K & string}"`
    : [ValueOf<A, K>] extends [JsonLike<ValueOf<A, K>>]
      ? OutputOf<R[K]> extends ValueOf<A, K>
        ? R[K]
        : `the schema of "${K & string}" gives what that assign can't be`
      : `the assign "${K & string}" is no JSON`;
};

type OutputOf<S> = S extends StandardSchemaV1<infer _I, infer O> ? O : never;
type ValueOf<A, K> = A extends unknown ? (K extends keyof A ? A[K] : never) : never;
type JsonLike<T> = T extends string | number | boolean | null
  ? T
  : T extends ((...args: never) => unknown) | Date | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>
    ? never
    : T extends object
      ? { readonly [K in keyof T]: JsonLike<T[K]> }
      : never;
