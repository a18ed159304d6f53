import type { StandardSchemaV1 } from "@standard-schema/spec";
import { LivegateError } from "../errors/livegate-error.ts";

declare const MESSAGE: unique symbol;

/** A topic's name with the type of its messages. */
export interface TopicRef<Message = unknown> {
  readonly name: string;
  /** Checks a message with the topic's schema and gives its output; a message that doesn't fit throws `LG_TOPIC_MESSAGE`. */
  parse(message: unknown): Message;
  readonly [MESSAGE]?: Message;
}

/**
 * Defines a family of topics: how a name is made, and the schema that every message has to fit.
 *
 * The schema must be synchronous. Names are compared as text, so put a prefix before ids.
 *
 * @example
 * const albumTopic = topic((ownerId: number) => `albums:${ownerId}`, z.object({ id: z.number() }));
 * pubsub.broadcast(albumTopic(7), { id: 1 });
 */
export function topic<Schema extends StandardSchemaV1, Args extends unknown[]>(
  nameOf: (...args: Args) => string,
  schema: Schema,
): (...args: Args) => TopicRef<StandardSchemaV1.InferOutput<Schema>> {
  return (...args) => {
    const name = nameOf(...args);
    return { name, parse: (message) => parseMessage(name, schema, message) };
  };
}

function parseMessage<Schema extends StandardSchemaV1>(
  name: string,
  schema: Schema,
  message: unknown,
): StandardSchemaV1.InferOutput<Schema> {
  const result = schema["~standard"].validate(message);
  if (result instanceof Promise) {
    throw new LivegateError("LG_TOPIC_MESSAGE", `The schema of topic "${name}" is asynchronous.`);
  }
  if (result.issues) {
    const why = result.issues.map((issue) => issue.message).join("; ");
    throw new LivegateError("LG_TOPIC_MESSAGE", `A message for topic "${name}" doesn't fit its schema: ${why}.`);
  }
  return result.value;
}
