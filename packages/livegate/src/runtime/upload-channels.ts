import { encodeReply } from "../protocol/encode.ts";
import type { Frame } from "../protocol/frames.ts";
import { parseUploadJoin } from "../protocol/upload-payloads.ts";
import { joinRefusal, topicPrefix, uploadRefusal } from "../protocol/wire-names.ts";
import { ChannelOutput } from "./channel-output.ts";
import type { UploadClaim } from "./claim-upload.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import { RateLimit } from "./rate-limit.ts";
import type { RefusalLog } from "./refusal-log.ts";
import type { Transport } from "./transport.ts";
import { UploadChannel } from "./upload-channel.ts";
import { type UploadToken, readUploadToken } from "./upload-token.ts";

interface UploadChannelsOptions {
  readonly runtime: LiveRuntime;
  readonly transport: Transport;
  readonly refusals: RefusalLog;
  /** Finds the file that a token stands for, among the views of the connection. */
  readonly claim: (token: UploadToken) => UploadClaim | string;
}

interface OpenChannel {
  readonly joinRef: string | null;
  readonly channel: UploadChannel;
}

export const isUploadTopic = (topic: string): boolean => topic.startsWith(topicPrefix.upload);

/** The uploads of one connection, by topic: counted apart from its views. */
export class UploadChannels {
  readonly #options: UploadChannelsOptions;
  readonly #open = new Map<string, OpenChannel>();
  readonly #joins: RateLimit;

  constructor(options: UploadChannelsOptions) {
    const { limits, context } = options.runtime;
    this.#options = options;
    this.#joins = new RateLimit(limits.uploadJoinsPerSecond, limits.uploadJoinBurst, context.clock.now());
  }

  join(frame: Frame): void {
    const { runtime, transport, refusals, claim: find } = this.#options;
    const { topic, ref, joinRef } = frame;
    this.#open.get(topic)?.channel.leave();
    if (!this.#joins.take(runtime.context.clock.now())) return this.#refuse(frame, "rate");
    if (this.#open.size >= runtime.limits.uploadsPerConnection) return this.#refuse(frame, joinRefusal.tooManyChannels);
    const text = parseUploadJoin(frame.payload, frame.bytes);
    const token = text.ok ? readUploadToken(runtime.context, text.value) : null;
    const claim = token === null ? uploadRefusal.invalidToken : find(token);
    if (typeof claim === "string") return this.#refuse(frame, claim);
    if (topic !== topicPrefix.upload + claim.file.client.ref) return this.#refuse(frame, uploadRefusal.disallowed);
    const channel = new UploadChannel({
      runtime,
      refusals,
      claim,
      output: new ChannelOutput(transport, joinRef, topic, runtime.metrics),
      onEnd: () => {
        if (this.#open.get(topic)?.channel === channel) this.#open.delete(topic);
      },
    });
    this.#open.set(topic, { joinRef, channel });
    void channel.join(ref);
  }

  leave({ topic, joinRef }: Frame): void {
    const open = this.#open.get(topic);
    if (open?.joinRef === joinRef) open.channel.leave();
  }

  /** Takes a chunk. False where no upload has this topic. */
  receive(frame: Frame<Uint8Array>): boolean {
    const open = this.#open.get(frame.topic);
    if (!open) return false;
    // A push to a former channel of the topic: nobody waits for an answer.
    if (frame.joinRef === open.joinRef) open.channel.receive(frame);
    return true;
  }

  /** Sends nothing any more. */
  silence(): void {
    for (const { channel } of this.#open.values()) channel.silence();
  }

  #refuse({ joinRef, ref, topic }: Frame, reason: string): void {
    this.#options.refusals.note("upload_refused", { reason }, "upload refused");
    this.#options.transport.send(encodeReply(joinRef, ref, topic, "error", JSON.stringify({ reason })));
  }
}
