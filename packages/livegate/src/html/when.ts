import type { Slot } from "./slot.ts";

type Truthy<T> = Exclude<T, false | null | undefined | "" | 0 | 0n>;

/**
 * Prints one thing or another, with the value narrowed for the first.
 *
 * @example
 * when(currentUser, (user) => html`<b>${user.email}</b>`, () => html`<i>a visitor</i>`)
 */
export function when<T>(value: T, then: (value: Truthy<T>) => Slot, otherwise?: () => Slot): Slot {
  // A value that passes this test is none of those that Truthy excludes.
  return value ? then(value as Truthy<T>) : otherwise?.();
}
