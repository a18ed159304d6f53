import { type Html, type PresenceChange, each, html, presence, when } from "livegate";
import { icon } from "livegate/components";
import { z } from "zod";
import type { User } from "#domain/accounts/user";

const ReaderMeta = z.object({ name: z.string(), edits: z.boolean() });

/** Who has an album's page open, by the user's id. */
export const readersTopic = presence((albumId: number) => `albums:${albumId}`, ReaderMeta);

/** Somebody who looks at an album, in however many tabs. */
export interface Reader {
  readonly key: string;
  readonly name: string;
  /** In one tab at least. */
  readonly edits: boolean;
}

type Everybody = PresenceChange<z.output<typeof ReaderMeta>>["list"];

/** Circles that are shown; the rest is a number. */
const SHOWN = 3;

/** What others see of a user: the address itself is nobody else's business. */
export const readerName = ({ email }: User): string => email.slice(0, email.lastIndexOf("@"));

/** All but the user: whoever edits comes first. */
export const otherReaders = (list: Everybody, { id }: User): readonly Reader[] =>
  list
    .filter(({ key }) => key !== `${id}`)
    .map(({ key, metas }) => ({ key, name: metas[0]?.name ?? "", edits: metas.some(({ edits }) => edits) }))
    .toSorted((a, b) => Number(b.edits) - Number(a.edits));

/** Who else looks at the album now. The line is always there, so that nothing moves when somebody comes. */
export const readersLine = (readers: readonly Reader[]): Html => html`<div
  id="readers"
  class="live-only flex min-w-0 items-center gap-3"
>
  <p class="muted truncate text-sm">${sentence(readers)}</p>
  <ul class="flex shrink-0 -space-x-2" aria-hidden="true">
    ${each(readers.slice(0, SHOWN), ({ key }) => key, circle)}
    ${when(readers.length > SHOWN, () => html`<li class="reader reader-rest">+${readers.length - SHOWN}</li>`)}
  </ul>
</div>`;

const circle = ({ name, edits }: Reader): Html => html`<li class="reader" title="${name}">
  ${name.slice(0, 1).toUpperCase()} ${edits && html`<span class="reader-edits">${icon("pencil")}</span>`}
</li>`;

function sentence(readers: readonly Reader[]): string {
  const editors = readers.filter(({ edits }) => edits);
  if (editors.length > 0) return `${names(editors)} editing`;
  return readers.length > 0 ? `${names(readers)} here too` : "";
}

function names(readers: readonly Reader[]): string {
  const [first, second] = readers;
  if (!first) return "";
  if (!second) return `${first.name} is`;
  const rest = readers.length - 2;
  if (rest === 0) return `${first.name} and ${second.name} are`;
  return `${first.name}, ${second.name} and ${rest === 1 ? "one other" : `${rest} others`} are`;
}
