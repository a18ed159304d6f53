type Plain = string | number | bigint | boolean | Date;

/** How deep the paths of a type that contains itself are typed; below that any text is one. */
type Deepest = 6;

/**
 * The paths of a form's inputs, as errors name them: "title", "artist.name", "tracks.0.name".
 *
 * @example
 * const path: FieldPath<{ tracks: { name: string }[] }> = "tracks.0.name";
 */
export type FieldPath<Members, Steps extends readonly unknown[] = []> = unknown extends Members
  ? string
  : Steps["length"] extends Deepest
    ? string
    : { [Key in keyof Members & string]: Key | Below<Key, NonNullable<Members[Key]>, [...Steps, Key]> }[keyof Members &
        string];

type Below<Path extends string, Member, Steps extends readonly unknown[]> = unknown extends Member
  ? `${Path}.${string}`
  : [Member] extends [Plain]
    ? never
    : [Member] extends [readonly (infer Item)[]]
      ? `${Path}.${number}` | Below<`${Path}.${number}`, NonNullable<Item>, Steps>
      : `${Path}.${FieldPath<Member, Steps>}`;
