// errors
export type { ErrorCode } from "./errors/catalogue.ts";
export { LivegateError } from "./errors/livegate-error.ts";
export { Unavailable } from "./errors/unavailable.ts";

// html: templates
export { type AttributeValue, type Attrs, attrs } from "./html/attrs.ts";
export type { Html } from "./html/brand.ts";
export type { ContainerOptions } from "./html/container.ts";
export { csrfField } from "./html/csrf-field.ts";
export { type Row, each, row } from "./html/each.ts";
export { EventRef } from "./html/event-ref.ts";
export { type FocusWrapProps, focusWrap } from "./html/focus-wrap.ts";
export { html } from "./html/html.ts";
export { type JsCommand, js } from "./html/js.ts";
export type {
  DispatchOptions,
  JsTarget,
  JsTransition,
  PushOptions,
  ShowOptions,
  Timed,
  To,
  ToggleOptions,
} from "./html/js-options.ts";
export { jsonScript } from "./html/json-script.ts";
export { type LinkOptions, link } from "./html/link.ts";
export { csrfToken, nonce } from "./html/page-constants.ts";
export { type PortalProps, portal } from "./html/portal.ts";
export type { PrintContext } from "./html/print-context.ts";
export { raw } from "./html/raw.ts";
export { runtimeHook } from "./html/runtime-hook.ts";
export type { Slot } from "./html/slot.ts";
export { type Stream, type StreamInsertOptions, type StreamOptions, stream } from "./html/stream.ts";
export { once } from "./html/once.ts";
export { when } from "./html/when.ts";

export { type AsyncFailure, type AsyncResult, asyncResult } from "./html/async-result.ts";

// paths
export { definePaths } from "./paths/define-paths.ts";
export type { PathArgs, PathFn, PathParams, PathPart, QueryNames, QueryValue } from "./paths/path-types.ts";
export { Path, isPath } from "./paths/path.ts";

// live: guards, rules, events, views, layouts
export {
  type EventDeclarations,
  type EventDef,
  type EventRefs,
  type Events,
  event,
  events,
  formEvent,
} from "./live/event.ts";
export {
  type AssignAsyncOptions,
  type AsyncOutcome,
  type AsyncTask,
  type RunTask,
  type StreamAsyncOptions,
  type TaskContext,
  type TaskOptions,
  assignAsync,
  streamAsync,
} from "./live/async-task.ts";
export type { Guard, GuardContext } from "./live/guard-step.ts";
export { guard, provide } from "./live/guard.ts";
export { type Halt, type HaltOptions, halt } from "./live/halt.ts";
export { type Held, answerHeld, dropHeld } from "./live/held.ts";
export type {
  AttachedHook,
  HookAnswer,
  HookOccasion,
  HookSocket,
  HookStage,
  OnMount,
  OnMountHook,
} from "./live/hook.ts";
export type { Embeddable, Views } from "./live/embeddable.ts";
export type { ComponentId, LiveComponent } from "./live/component-kind.ts";
export { type ComponentUpdate, type Props, liveComponent, props } from "./live/live-component.ts";
export { type Layout, type LiveLayout, type PageLayout, liveLayout, pageLayout } from "./live/live-layout.ts";
export type { Arrival } from "./live/arrival.ts";
export { type LiveRenderOptions, liveRender } from "./live/live-render.ts";
export { type LiveView, type MountArgs, type Subscription, liveView } from "./live/live-view.ts";
export type { ExternalTarget, PushOptions as NavigationOptions } from "./live/navigation.ts";
export { type Reply, reply } from "./live/reply.ts";
export { type Rule, rule } from "./live/rule.ts";
export type { Answer, Assigns, ComponentSocket, Flash, Socket, Turn } from "./live/socket-types.ts";
export type { StreamHandle } from "./live/stream-handle.ts";

// uploads
export { type ImageType, imageTypeOf } from "./live/image-type.ts";
export { type SentForm, type UploadContext, withUploads } from "./runtime/with-uploads.ts";
export { liveFileInput, liveImgPreview } from "./live/live-file-input.ts";
export type { UploadLimits } from "./live/open-upload.ts";
export { type Postponed, postpone } from "./live/state-uploads.ts";
export { type ExternalMeta, type UploadDef, type UploadOptions, upload } from "./live/upload.ts";
export type { Upload, UploadEntry, UploadError } from "./live/upload-types.ts";
export {
  type AnyUploadWriter,
  type UploadRefusal,
  type UploadWriter,
  type WriterEnd,
  refuseUpload,
  uploadWriter,
} from "./live/upload-writer.ts";

// forms
export type { Field, FieldOf, Fields, GroupField, ListField, ValuesField } from "./html/form-field.ts";
export type { FieldPath } from "./html/form-path.ts";
export { type ErrorsByField, Form, type FormOptions, type FormValues, form, parseForm } from "./html/form.ts";
export { inputValue } from "./html/input-value.ts";
export { type FormRow, addRow, inputsFor } from "./html/inputs-for.ts";

// pubsub
export { type LocalPubSub, localPubSub } from "./pubsub/local-pubsub.ts";
export { type Present, type PresenceChange, type PresenceRef, presence } from "./pubsub/presence.ts";
export type { Deliver, PubSub } from "./pubsub/pubsub.ts";
export { type TopicRef, topic } from "./pubsub/topic.ts";

// router
export { type AuditEntry, auditTable } from "./router/audit.ts";
export type { Access } from "./router/entry-point.ts";
export { type Pipeline, pipeline } from "./router/pipeline.ts";
export { type RouteRow, routeTable } from "./router/route-table.ts";
export { type Router, router } from "./router/router.ts";
