/** The version of the serializer that we speak, as the client sends it in `vsn`. */
export const protocolVersion = "2.0.0";

/** The npm version of `phoenix_live_view` that these frames are for; the client compares it with its own. */
export const clientVersion = "1.2.12";

/** The topic of heartbeats. */
export const heartbeatTopic = "phoenix";

/** Topics are one of these followed by an id. */
export const topicPrefix = { view: "lv:", upload: "lvu:" } as const;

/** Events of frames, by what they are for. */
export const frameEvent = {
  allowUpload: "allow_upload",
  chunk: "chunk",
  close: "phx_close",
  cidsDestroyed: "cids_destroyed",
  cidsWillDestroy: "cids_will_destroy",
  diff: "diff",
  error: "phx_error",
  event: "event",
  heartbeat: "heartbeat",
  join: "phx_join",
  leave: "phx_leave",
  livePatch: "live_patch",
  liveRedirect: "live_redirect",
  progress: "progress",
  redirect: "redirect",
  reply: "phx_reply",
} as const;

/** Keys of a tree or diff; the slots between them are "0", "1" and so on. */
export const diffKey = {
  components: "c",
  events: "e",
  keyed: "k",
  keyedCount: "kc",
  keyedMoved: "km",
  reply: "r",
  root: "r",
  sharedStatics: "p",
  statics: "s",
  stream: "stream",
  title: "t",
} as const;

/** Why a view's channel says no to a join; each makes the client do something else. */
export const joinRefusal = {
  crashed: "join crashed",
  stale: "stale",
  tooManyChannels: "too many channels joined",
  unauthorized: "unauthorized",
  unmatchedTopic: "unmatched topic",
} as const;

/** Why the channel of an upload says no to a join or a chunk. To any but the writer's error the client answers with one of its own. */
export const uploadRefusal = {
  alreadyRegistered: "already_registered",
  disallowed: "disallowed",
  invalidToken: "invalid_token",
  sizeExceeded: "file_size_limit_exceeded",
  tooFast: "too_many_chunks",
  writerError: "writer_error",
} as const;

/** Close codes of RFC 6455. Never 1000: the stock client takes it for a farewell and reloads the page seconds later. */
export const closeCode = {
  /** The session ended: reconnect and join again. */
  goingAway: 1001,
  /** Something that is no frame of this protocol. */
  protocolError: 1002,
  /** Flooding, or a limit of the connection. */
  policyViolation: 1008,
  tooLarge: 1009,
  internalError: 1011,
  /** The server restarts: reconnect and join again. */
  serviceRestart: 1012,
} as const;

/** The event that tells a page of a refused event; its payload is `{ event, reason }`. */
export const refusedEvent = "lg:refused";

/** The event that tells a page of an error while developing; its payload is an error report. */
export const errorEvent = "lg:error";

/** The event that makes the page run client commands; its payload is `{ js }`. */
export const execEvent = "lg:exec";

/** The event that asks a page to have its session renewed by a request of its own; its payload is `{ to }`. */
export const renewSessionEvent = "lg:renew-session";

/** The event that gives a page what to keep for a view, or tells it to keep nothing; its payload is `{ id, token }`. */
export const recoverEvent = "lg:recover";

/** The client's own events start with this: `lv:clear-flash`. */
export const reservedEventPrefix = "lv:";
export const clearFlashEvent = "lv:clear-flash";

/** The page's own event on a form that it is to send by a request, without leaving. */
export const sendFormEvent = "lg:send-form";

/** What the page says of an event that its view holds: what came of the form that asks, or that the user doesn't want it any more. */
export const heldEvent = { answered: "lv:held-answered", dropped: "lv:held-dropped" } as const;
