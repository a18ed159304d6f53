import type { LiveComponent } from "../live/component-kind.ts";
import type { Sent } from "../live/socket-state.ts";
import type { OpenUpload } from "../live/open-upload.ts";
import type { UploadFile } from "../live/upload-file.ts";
import type { UploadError } from "../live/upload-types.ts";
import type { EventPayload, JoinPayload } from "../protocol/payloads.ts";
import type { TaskLanding } from "./view-tasks.ts";
import type { PreflightPayload, ProgressPayload } from "../protocol/upload-payloads.ts";
import type { RefusalReason } from "./event-payload.ts";

/** What reaches a view: all of it waits in one mailbox. */
export type ChannelMessage =
  | { readonly kind: "join"; readonly ref: string | null; readonly payload: JoinPayload }
  /** Without a reference it comes from a handler of the view's own. */
  | { readonly kind: "event"; readonly ref: string | null; readonly payload: EventPayload }
  | { readonly kind: "patch"; readonly ref: string | null; readonly url: URL }
  | { readonly kind: "refused"; readonly ref: string | null; readonly refusal: Refusal }
  | { readonly kind: "topic"; readonly topicName: string; readonly message: unknown }
  | { readonly kind: "recheck" }
  /** Messages may have been missed. */
  | { readonly kind: "resync" }
  | TaskLanding
  | { readonly kind: "preflight"; readonly ref: string | null; readonly payload: PreflightPayload }
  | UploadProgressMessage
  | UploadFailedMessage
  /** A held event has waited for too long. */
  | { readonly kind: "expired"; readonly id: string }
  | ComponentUpdateMessage
  | LostComponents;

/** The page says how far a file is. */
export interface UploadProgressMessage {
  readonly kind: "progress";
  readonly ref: string | null;
  readonly payload: ProgressPayload;
  /** False where there were too many of late: steps before the last may be left out. */
  readonly mayRun: boolean;
}

/** Nothing comes of a file that was being sent. */
export interface UploadFailedMessage {
  readonly kind: "uploadFailed";
  readonly cid: number | null;
  readonly upload: OpenUpload;
  readonly file: UploadFile;
  readonly reason: UploadError;
}

/** Props for a component, sent by a handler. */
export interface ComponentUpdateMessage {
  readonly kind: "update";
  readonly component: LiveComponent;
  readonly id: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** The page has lost the elements of components, or has made sure that they are gone. */
export interface LostComponents {
  readonly kind: "cids";
  readonly ref: string | null;
  readonly cids: readonly number[];
  readonly areGone: boolean;
}

/** An event that the view won't see. */
export interface Refusal {
  readonly event: string;
  readonly reason: RefusalReason;
  /** A hook's push gets an error, so that its promise rejects; an error would lock any other element. */
  readonly fromHook: boolean;
}

/** For the log and for those who develop: what was handled. */
export const nameOf = (message: ChannelMessage): string =>
  message.kind === "event" ? `event ${message.payload.event.slice(0, 100)}` : message.kind;

/** What a handler sent within its view. An event's schema decides about its payload, as about any other. */
export function sentMessage(sent: Sent): ChannelMessage {
  if (sent.kind === "update") return sent;
  const { event, payload, cid } = sent;
  const value = payload as EventPayload["value"];
  return {
    kind: "event",
    ref: null,
    payload: { type: null, event: event.name, value, cid, meta: {}, uploads: null },
  };
}
