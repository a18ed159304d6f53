import { event, events, formEvent, html, js, rule, topic } from "livegate";
import { z } from "zod";
import { type Album, Catalog } from "./catalog.ts";
import { requireUser } from "./guards.ts";

const Id = z.object({ id: z.coerce.number<string | number>() });

export const ownAlbum = rule({
  needs: [requireUser],
  load: ({ currentUser }, input: { id: number }) => Catalog.get(currentUser, input.id),
  allow: ({ currentUser }, album) => album.ownerId === currentUser.id,
});
export const albumTopic = topic(
  (ownerId: number) => `albums:${ownerId}`,
  z.object({ id: z.number(), title: z.string() }),
);
export const AlbumSchema = z.object({ title: z.string().min(1), year: z.coerce.number<string>().optional() });

export const ev = events({
  inc: null,
  rename: Id.extend({ title: z.string() }),
  delete: event(Id, ownAlbum),
  save: formEvent(AlbumSchema, { as: "album" }),
});

rule({
  needs: [requireUser],
  load: ({ currentUser }, input: { id: number }) => Catalog.get(currentUser, input.id),
  // @ts-expect-error -- the loaded record has no such member
  allow: ({ currentUser }, album) => album.owner === currentUser.id,
});
rule({
  needs: [],
  // @ts-expect-error -- what no guard gave isn't there
  load: ({ currentUser }, input: { id: number }) => Catalog.get(currentUser, input.id),
  allow: () => true,
});
declare const load: (context: object, input: { id: number }) => Album;
// @ts-expect-error -- whether it is allowed is said at once, so that a template can ask too
rule({ needs: [requireUser], load, allow: async () => true });

// @ts-expect-error -- the payload lacks what the rule's load takes
event(z.object({ nope: z.string() }), ownAlbum);
// @ts-expect-error -- an event is declared by a schema
events({ wrong: "string" });

js.push(ev.inc).push(ev.rename, { id: "1", title: "x" }).push(ev.rename, { id: 1, title: "x" });
// @ts-expect-error -- what goes in is typed, also where it is coerced
js.push(ev.rename, { id: {}, title: "x" });
// @ts-expect-error -- the payload is missing
js.push(ev.rename);
// @ts-expect-error -- this event has no payload
js.push(ev.inc, { by: 1 });
// @ts-expect-error -- there is no such event
js.push(ev.increase);

export const button = html`<button phx-click=${ev.delete} phx-value-id=${1}>x</button>`;

albumTopic(1).parse({}).title.trim();
// @ts-expect-error -- the topic's name takes a number
albumTopic("1");
// @ts-expect-error -- its messages have no such member
albumTopic(1).parse({}).artist.trim();
