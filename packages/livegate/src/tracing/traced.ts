import type { Span, SpanChannel } from "./spans.ts";

/**
 * Does some work inside a span, which ends when the work does: at once, or when its promise has settled.
 *
 * Where every microsecond counts, ask `channel.start.hasSubscribers` first: then nothing is made for a span that nobody wants.
 */
export function traced<Message extends Span, T>(channel: SpanChannel<Message>, message: Message, work: () => T): T {
  const { start } = channel;
  if (!start.hasSubscribers) return work();
  return start.runStores(message, () => {
    try {
      const result = message.within ? message.within(work) : work();
      if (!isThenable(result)) {
        channel.end.publish(message);
        return result;
      }
      message.pending = true;
      channel.end.publish(message);
      return endLater(channel, message, result) as T;
    } catch (error) {
      fail(channel, message, error);
      channel.end.publish(message);
      throw error;
    }
  }) as T; // runStores gives what its function gives.
}

function endLater<Message extends Span>(
  channel: SpanChannel<Message>,
  message: Message,
  result: PromiseLike<unknown>,
): PromiseLike<unknown> {
  const end = (): void => {
    channel.asyncStart.publish(message);
    channel.asyncEnd.publish(message);
  };
  return result.then(
    (value) => {
      end();
      return value;
    },
    (error: unknown) => {
      fail(channel, message, error);
      end();
      throw error;
    },
  );
}

function fail<Message extends Span>(channel: SpanChannel<Message>, message: Message, error: unknown): void {
  message.error = error;
  channel.error.publish(message);
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
