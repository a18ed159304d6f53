import type { Guard, GuardContext } from "./guard-step.ts";
import type { Halt } from "./halt.ts";

export type MaybePromise<T> = T | Promise<T>;
export type Simplify<T> = { [K in keyof T]: T[K] } & {};
type IsAny<T> = 0 extends 1 & T ? true : false;

/** `A` with the members of `B` over it. */
export type Over<A, B> = A extends unknown ? (B extends unknown ? Simplify<Omit<A, keyof B> & B> : never) : never;

type RanOne<G> = G extends Guard<infer Ran, infer _Gives> ? Ran : never;
type GivesOne<G> = G extends Guard<infer _Ran, infer Gives> ? Gives : Record<never, never>;

/** The names of all guards that ran when the guards `G` ran. */
export type RanOf<G extends readonly Guard[]> = RanOne<G[number]>;

/** The values that a list of guards gives, later ones over earlier ones. */
export type GivesOf<G extends readonly Guard[]> = G extends readonly [
  infer First,
  ...infer Rest extends readonly Guard[],
]
  ? Over<GivesOne<First>, GivesOf<Rest>>
  : Record<never, never>;

/** What is left of a guard's result when it didn't halt. */
export type Given<R> = IsAny<R> extends true ? "a guard must not return any" : R extends Halt ? never : R;

/** The values that a guard gives in place of an ancestor's without being one of its. */
type Widened<R, Before> = R extends Halt
  ? never
  : { [K in keyof R & keyof Before]: R[K] extends Before[K] ? never : K }[keyof R & keyof Before];
/** What stands behind an ancestor has taken its values for what they were: another may only be more certain. */
type Narrowing<R, Before> = [Widened<R, Before>] extends [never]
  ? unknown
  : `"${Widened<R, Before> & string}" is no narrower than what the guard before gives`;

export interface GuardFn {
  <Name extends string, R extends object>(
    name: Name,
    run: (context: GuardContext) => MaybePromise<R | Halt>,
  ): Guard<Name, Given<R>>;
  <Name extends string, Before extends string, Gives, R extends object>(
    name: Name,
    after: Guard<Before, Gives>,
    run: (context: GuardContext & Gives) => MaybePromise<(R & Narrowing<R, Gives>) | Halt>,
  ): Guard<Name | Before, Over<Gives, Given<R>>>;
}

export interface ProvideFn {
  <Name extends string, R extends object>(
    name: Name,
    run: (context: GuardContext) => MaybePromise<R & (R extends Halt ? never : unknown)>,
  ): Guard<Name, R>;
}
