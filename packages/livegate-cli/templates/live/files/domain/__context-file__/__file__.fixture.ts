import { create__Schema__ } from "./__file__-store.ts";
import type { __Schema__, __Schema__Attributes } from "./__file__.ts";

// @if unique
let count = 0;

// @end
/** What a test says about one __label__ that it doesn't care about. */
export const __schema__Attributes = (given: Partial<__Schema__Attributes> = {}): __Schema__Attributes => {
  // @if unique
  count += 1;
  // @end
  return {
    __fixtureValues__: 0,
    ...given,
  };
};

/** Stores one __label__ for a test. */
export async function added__Schema__(given: Partial<__Schema__Attributes> = {}): Promise<__Schema__> {
  const result = await create__Schema__(__schema__Attributes(given));
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.value;
}
