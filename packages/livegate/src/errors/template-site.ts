/** A template's slot, by which it is found in the sources of an app. */
export interface TemplateSite {
  /** For a message: `/app/albums.ts:12, slot 2 (after "<b>")`. */
  readonly name: string;
  /** "file:line" of the template, or where in Livegate it is made. */
  readonly template: string;
  /** Index of the slot. */
  readonly slot: number;
  /** The texts around the slots as they stand in the file. */
  readonly raw: readonly string[];
}
