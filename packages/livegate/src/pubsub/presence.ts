import type { StandardSchemaV1 } from "@standard-schema/spec";
import { LivegateError } from "../errors/livegate-error.ts";
import { type TopicRef, topic } from "./topic.ts";

/** One key that is present, with a meta of each view that tracks it: a user with two tabs has two. */
export interface Present<Meta> {
  /** Data like any other: it may be "__proto__". */
  readonly key: string;
  /** Oldest first; never empty. */
  readonly metas: readonly Meta[];
}

/** What has changed about who is present, and who is now. All lists are shared by all who hear of it: they are read-only. */
export interface PresenceChange<Meta> {
  /** Keys that weren't there before. */
  readonly joined: readonly Present<Meta>[];
  /** Keys of which no view is left, with their last metas. */
  readonly left: readonly Present<Meta>[];
  /** Keys that stay, and whose metas are others now. */
  readonly updated: readonly Present<Meta>[];
  /** Everybody, in the order in which they came. */
  readonly list: readonly Present<Meta>[];
}

/** A topic on which views are present, with the type of what they say about themselves. */
export interface PresenceRef<Meta = unknown> extends TopicRef<PresenceChange<Meta>> {
  /** Checks a meta with the schema and gives its output; one that doesn't fit throws `LG_TOPIC_MESSAGE`. */
  parseMeta(meta: unknown): Meta;
}

/** How much may be said, and by how many. */
export const presenceLimits = {
  /** Characters of a key. */
  keyLength: 256,
  /** Bytes of a meta as JSON. */
  metaBytes: 4_096,
  /** Views that are present on one topic. */
  viewsPerTopic: 10_000,
} as const;

/** Names of presences begin with this, so that none is a topic's. */
const PREFIX = "presence ";

/** Whether a topic's name is that of a presence. */
export const isPresence = (topicName: string): boolean => topicName.startsWith(PREFIX);

/**
 * Defines a family of topics on which views are present: how a name is made, and the schema of what a view says about itself.
 *
 * A view hears one in `subscribe` and is there itself from `socket.track` on, until it leaves the topic or is gone for
 * whatever reason. Who comes late hears first of all who is there. The schema must be synchronous.
 *
 * Metas have at most 4 KiB of JSON, keys 256 characters, a topic 10,000 views. They are sent to nobody by themselves: a view
 * shows what it likes.
 *
 * @example
 * const readers = presence((albumId: number) => `albums:${albumId}`, z.object({ initials: z.string() }));
 * const ReadersLive = liveView({
 *   mount: () => ({ count: 0 }),
 *   subscribe: (_, on) => [on(readers(1), (socket, { list }) => socket.assign({ count: list.length }))],
 *   handleParams: (socket) => socket.track(readers(1), "ann", { initials: "A" }),
 *   render: ({ count }) => html`<p>${count} are looking</p>`,
 * });
 */
export function presence<Schema extends StandardSchemaV1, Args extends unknown[]>(
  nameOf: (...args: Args) => string,
  schema: Schema,
): (...args: Args) => PresenceRef<StandardSchemaV1.InferOutput<Schema>> {
  const metaOf = topic((...args: Args) => PREFIX + nameOf(...args), schema);
  return (...args) => {
    const { name, parse } = metaOf(...args);
    return {
      name,
      parse() {
        throw new LivegateError("LG_TOPIC_MESSAGE", `"${name}" is a presence, on which nobody can broadcast.`);
      },
      parseMeta: parse,
    };
  };
}
