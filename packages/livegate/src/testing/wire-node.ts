/** JSON of a tree or diff, looked into member by member. */
export type Wire = Readonly<Record<string, unknown>>;
export type Statics = readonly string[];
export type Slots = readonly WireNode[];

/** A template with its statics, a list whose rows share theirs, a stream, a component by its number, or text. */
export type WireNode = string | number | Rendered | Keyed | Streamed;

/** A template with its slots. */
export interface Rendered {
  readonly kind: "rendered";
  readonly s: Statics;
  readonly slots: Slots;
}

/** A list: all rows share the statics. */
export interface Keyed {
  readonly kind: "keyed";
  readonly s: Statics;
  readonly rows: readonly Slots[];
}
/** The rows of a stream as the page keeps them, by their DOM ids; the server has forgotten them. */
export interface Streamed {
  readonly kind: "stream";
  readonly s: Statics;
  readonly rows: ReadonlyMap<string, Slots>;
}
