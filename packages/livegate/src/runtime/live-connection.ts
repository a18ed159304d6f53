import { encodeReply } from "../protocol/encode.ts";
import { type Frame, parseBinaryFrame, parseFrame } from "../protocol/frames.ts";
import { eventClaim, parseCids, parseEvent, parseJoin, parseLivePatch } from "../protocol/payloads.ts";
import { parsePreflight, parseProgress } from "../protocol/upload-payloads.ts";
import {
  closeCode,
  frameEvent,
  heartbeatTopic,
  joinRefusal,
  topicPrefix,
  uploadRefusal,
} from "../protocol/wire-names.ts";
import { ChannelOutput } from "./channel-output.ts";
import type { ConnectInfo } from "./join-target.ts";
import type { JoiningPage, PageLead } from "./nested-target.ts";
import { LiveChannel } from "./live-channel.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import type { OpenPage } from "./open-sessions.ts";
import { RateLimit } from "./rate-limit.ts";
import { RefusalLog } from "./refusal-log.ts";
import type { Transport } from "./transport.ts";
import { UploadChannels, isUploadTopic } from "./upload-channels.ts";
import type { UploadToken } from "./upload-token.ts";

/** What the wire does to a connection. */
export interface Connection {
  /** Takes one text frame; answers it, now or later, and never throws. */
  receive(text: string): void;
  /** Takes one binary frame. */
  receiveBinary(data: Uint8Array): void;
  /** The wire is gone: everything that belongs to the connection ends. */
  closed(): void;
}

interface OpenChannel {
  readonly joinRef: string | null;
  readonly channel: LiveChannel;
}

/** One socket of one page: its channels by topic, and the rules of the connection (protocol: text frames). */
export class LiveConnection implements Connection, OpenPage, JoiningPage {
  readonly #runtime: LiveRuntime;
  readonly #info: ConnectInfo;
  readonly #channels = new Map<string, OpenChannel>();
  /** Those that their page has left, and that still do what it had asked for. */
  readonly #leaving = new Set<LiveChannel>();
  readonly #uploads: UploadChannels;
  /** The way out of each session that its pages were entered under. */
  readonly #entered = new Map<string, () => void>();
  readonly #joins: RateLimit;
  readonly #refusals: RefusalLog;
  readonly #onClosed: (connection: LiveConnection) => void;
  /** Whether the end has begun: until the wire is gone there may come more, which nobody hears. */
  #over = false;
  #isWireGone = false;
  readonly transport: Transport;
  /** When the last frame came, in milliseconds. */
  lastSeen: number;
  /** Since when the peer has not been reading, and how much was queued then; null while it reads. */
  stalled: { readonly since: number; readonly bytes: number } | null = null;

  constructor(
    runtime: LiveRuntime,
    info: ConnectInfo,
    transport: Transport,
    onClosed: (connection: LiveConnection) => void,
  ) {
    this.#runtime = runtime;
    this.#info = info;
    this.transport = transport;
    this.#onClosed = onClosed;
    this.lastSeen = runtime.context.clock.now();
    this.#refusals = new RefusalLog(runtime);
    const claim = (token: UploadToken) =>
      this.#channels.get(topicPrefix.view + token.viewId)?.channel.claimUpload(token) ?? uploadRefusal.disallowed;
    this.#uploads = new UploadChannels({ runtime, transport, refusals: this.#refusals, claim });
    this.#joins = new RateLimit(runtime.limits.joinsPerSecond, runtime.limits.joinBurst, this.lastSeen);
  }

  receive(text: string): void {
    if (this.#over) return;
    this.lastSeen = this.#runtime.context.clock.now();
    // Each answer would only make the queue longer, and its time to drain is no limit to how fast it can be filled.
    if (this.transport.bufferedAmount > this.#runtime.limits.queuedBytesAtMost) return this.cut("slow_reader");
    const parsed = parseFrame(text);
    if (!parsed.ok) return this.#refuseFrame(parsed.reason);
    const frame = parsed.value;
    switch (frame.event) {
      case frameEvent.join:
        return this.#join(frame);
      case frameEvent.leave:
        return this.#leave(frame);
      case frameEvent.heartbeat:
        if (frame.topic === heartbeatTopic) return this.#reply(frame, "ok", {});
    }
    const open = this.#channels.get(frame.topic);
    if (!open) return this.#reply(frame, "error", { reason: joinRefusal.unmatchedTopic });
    // A push to a former channel of the topic: nobody waits for an answer.
    if (frame.joinRef !== open.joinRef) return;
    this.#dispatch(frame, open.channel);
  }

  receiveBinary(data: Uint8Array): void {
    if (this.#over) return;
    this.lastSeen = this.#runtime.context.clock.now();
    if (this.transport.bufferedAmount > this.#runtime.limits.queuedBytesAtMost) return this.cut("slow_reader");
    const parsed = parseBinaryFrame(data);
    if (!parsed.ok) return this.#refuseFrame(parsed.reason);
    // Only uploads speak binary. What is on its way when one ends meets no channel any more.
    if (!this.#uploads.receive(parsed.value))
      this.#reply(parsed.value, "error", { reason: joinRefusal.unmatchedTopic });
  }

  /** Cuts the wire of a peer that is silent or doesn't read; `why` is counted. */
  cut(why: "silent_connection" | "slow_reader"): void {
    if (this.#over) return;
    this.#over = true;
    this.#runtime.counters.increment(why);
    this.#runtime.context.log.info({ why }, "connection ended");
    this.transport.terminate();
  }

  /** How many messages wait for each of its views. */
  *mailboxLengths(): Iterable<number> {
    for (const channel of this.#all) yield channel.mailboxLength;
  }

  get lead(): PageLead | null {
    for (const { channel } of this.#channels.values()) if (channel.lead) return channel.lead;
    return null;
  }

  findParent(instanceId: string): LiveChannel | null {
    for (const { channel } of this.#channels.values()) if (channel.isInstance(instanceId)) return channel;
    return null;
  }

  sever(): () => void {
    this.#over = true;
    this.#uploads.silence();
    const farewells = [...this.#channels.values()].map(({ channel }) => channel.sever());
    for (const channel of this.#leaving) channel.close();
    return () => {
      for (const farewell of farewells) farewell();
      this.transport.close(closeCode.goingAway, "session ended");
    };
  }

  recheck(): void {
    for (const channel of this.#all) channel.recheck();
  }

  renew(): void {
    // One request is enough for all views of the page.
    for (const { channel } of this.#channels.values()) if (channel.renew()) return;
  }

  /** Hears nothing more, lets the views finish what they have taken, and sends the client to connect again. */
  async drain(): Promise<void> {
    this.#over = true;
    await Promise.all(this.#all.map((channel) => channel.idle()));
    this.transport.close(closeCode.serviceRestart, "restart");
  }

  closed(): void {
    this.#over = true;
    for (const { channel } of this.#channels.values()) channel.finish();
    this.#isWireGone = true;
    this.#endWhenDone();
  }

  /** Until its views are done, whoever ends their session has to find them. */
  #endWhenDone(): void {
    if (!this.#isWireGone || this.#leaving.size > 0) return;
    for (const leave of this.#entered.values()) leave();
    this.#entered.clear();
    this.#onClosed(this);
  }

  get #all(): readonly LiveChannel[] {
    return [...Array.from(this.#channels.values(), ({ channel }) => channel), ...this.#leaving];
  }

  #dispatch(frame: Frame, channel: LiveChannel): void {
    const { ref, payload, bytes } = frame;
    switch (frame.event) {
      case frameEvent.event: {
        const event = parseEvent(payload, bytes);
        if (event.ok) return channel.event(ref, event.value);
        const reason = event.reason === "too large" ? "too_large" : "invalid_payload";
        return channel.refuse(ref, { ...eventClaim(payload), reason });
      }
      case frameEvent.livePatch: {
        const patch = parseLivePatch(payload, bytes);
        if (patch.ok) return channel.patch(ref, patch.value.url);
        return channel.refuse(ref, { event: frame.event, reason: "invalid_payload", fromHook: false });
      }
      case frameEvent.cidsWillDestroy:
      case frameEvent.cidsDestroyed: {
        const cids = parseCids(payload, bytes);
        return channel.lostComponents(ref, cids.ok ? cids.value : [], frame.event === frameEvent.cidsDestroyed);
      }
      case frameEvent.allowUpload: {
        const preflight = parsePreflight(payload, bytes);
        if (preflight.ok) return channel.preflight(ref, preflight.value);
        const reason = preflight.reason === "too large" ? "too_large" : "invalid_payload";
        return channel.refuse(ref, { event: frame.event, reason, fromHook: false });
      }
      case frameEvent.progress: {
        const progress = parseProgress(payload, bytes);
        if (progress.ok) return channel.progress(ref, progress.value);
        return channel.refuse(ref, { event: frame.event, reason: "invalid_payload", fromHook: false });
      }
      default:
        return channel.refuse(ref, { event: frame.event, reason: "unknown_event", fromHook: false });
    }
  }

  #join(frame: Frame): void {
    const { topic, ref } = frame;
    if (isUploadTopic(topic)) return this.#uploads.join(frame);
    if (!topic.startsWith(topicPrefix.view)) return this.#reply(frame, "error", { reason: joinRefusal.unmatchedTopic });
    this.#channels.get(topic)?.channel.left();
    const payload = parseJoin(frame.payload, frame.bytes);
    if (!payload.ok) return this.#reply(frame, "error", { reason: payload.reason });
    if (!this.#joins.take(this.lastSeen)) return this.#refuseJoin(frame, "too_many_joins", "rate");
    if (this.#channels.size >= this.#runtime.limits.channelsPerConnection) {
      return this.#refuseJoin(frame, "too_many_channels", joinRefusal.tooManyChannels);
    }
    const channel = new LiveChannel({
      runtime: this.#runtime,
      info: this.#info,
      refusals: this.#refusals,
      output: new ChannelOutput(this.transport, frame.joinRef, topic, this.#runtime.metrics),
      id: topic.slice(topicPrefix.view.length),
      page: this,
      enter: (sessionId) => this.#enter(sessionId),
      onLeft: () => {
        this.#leaving.add(channel);
        this.#forget(topic, channel);
      },
      onEnd: () => {
        this.#leaving.delete(channel);
        this.#forget(topic, channel);
        this.#endWhenDone();
      },
    });
    this.#channels.set(topic, { joinRef: frame.joinRef, channel });
    channel.join(ref, payload.value);
  }

  #refuseJoin(frame: Frame, counter: string, reason: string): void {
    this.#refusals.note(counter, { reason }, "join refused");
    this.#reply(frame, "error", { reason });
  }

  #leave(frame: Frame): void {
    if (isUploadTopic(frame.topic)) this.#uploads.leave(frame);
    const open = this.#channels.get(frame.topic);
    if (open && open.joinRef === frame.joinRef) open.channel.left();
    this.#reply(frame, "ok", {});
  }

  #enter(sessionId: string): void {
    if (this.#over || this.#entered.has(sessionId)) return;
    this.#entered.set(sessionId, this.#runtime.sessions.enter(sessionId, this));
  }

  /** A channel hears no more, and so do the views inside it: the client lets go of those by itself. */
  #forget(topic: string, channel: LiveChannel): void {
    if (this.#channels.get(topic)?.channel === channel) this.#channels.delete(topic);
    for (const { channel: other } of this.#channels.values()) if (other.parent === channel) other.finish();
  }

  #reply(
    { joinRef, ref, topic }: Pick<Frame, "joinRef" | "ref" | "topic">,
    status: "ok" | "error",
    response: object,
  ): void {
    this.transport.send(encodeReply(joinRef, ref, topic, status, JSON.stringify(response)));
  }

  /** What is no frame has nobody to answer, and the stock client never sends it: the connection ends. */
  #refuseFrame(reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#refusals.note("frame_refused", { reason }, "frame refused");
    const code = reason === "too large" ? closeCode.tooLarge : closeCode.protocolError;
    this.transport.close(code, reason);
  }
}
