/** A test by its file and its name; a name with "…" stands for all tests that fit it. */
export type TestRef = readonly [file: string, name: string];

/** Something that the stock client can do, with the tests that show it, or why it can't be had. */
export type Feature =
  | { readonly what: string; readonly by: readonly TestRef[] }
  | { readonly what: string; readonly missing: string };

/** Features of one part of the client. */
export interface FeatureGroup {
  readonly title: string;
  readonly features: readonly Feature[];
}
