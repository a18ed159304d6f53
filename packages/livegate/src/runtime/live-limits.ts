/** The limits of the socket, on by default. Tests change them; nothing switches them off. */
export const defaultLiveLimits = {
  /** Channels of live views on one connection. */
  channelsPerConnection: 100,
  /** Live components in one view. */
  componentsPerView: 10_000,
  /** Messages that wait for one view. */
  mailboxLength: 1000,
  /** Events a second that one view sustains. */
  eventsPerSecond: 120,
  /** Events that may come at once after a pause. */
  eventBurst: 240,
  /** Joins a second that one connection sustains. */
  joinsPerSecond: 20,
  /** Joins that may come at once: a page with all its nested views after a reconnect. */
  joinBurst: 200,
  /** Files that are being sent at once on one connection. */
  uploadsPerConnection: 100,
  /** Files a second that one connection may begin to send, sustained. */
  uploadJoinsPerSecond: 50,
  /** Files that it may begin to send at once. */
  uploadJoinBurst: 200,
  /** Lines a second in the log about what one connection was refused. */
  refusalLinesPerSecond: 1,
  /** Such lines at once. */
  refusalLineBurst: 20,
  /** Milliseconds that an event waits for its user to show who they are. */
  heldTimeout: 300_000,
  /** Milliseconds in which a join is answered. */
  joinTimeout: 10_000,
  /** Milliseconds that a view which its page has left may take for what was asked of it before. */
  leaveTimeout: 10_000,
  /** Milliseconds without any frame after which a connection is cut. */
  heartbeatTimeout: 60_000,
  /** Milliseconds that a poll waits for something to come; proxies often wait no longer than 30,000. */
  pollWindow: 25_000,
  /** Milliseconds before its client gives up at which a poll is answered in any case. */
  pollReserve: 5_000,
  /** Milliseconds without a poll after which a connection over long-poll is taken for left. */
  pollPause: 10_000,
  /** Connections over long-poll. A socket is one of the machine's, of which there are so many; these cost nothing to open. */
  pollConnections: 20_000,
  /** Milliseconds between two looks at all connections. */
  watchInterval: 5_000,
  /** Bytes that may be queued for a peer which doesn't read. */
  queuedBytes: 1024 * 1024,
  /** Milliseconds that such a peer has to make the queue shorter. */
  drainTimeout: 10_000,
  /** Queued bytes at which a peer that asks for still more is cut at once, whatever it reads. */
  queuedBytesAtMost: 16 * 1024 * 1024,
  /** Milliseconds that a task of a view may run, unless it says otherwise. */
  taskTimeout: 60_000,
  /** Tasks that run beside one view, with those for which it waits no more. */
  tasksPerView: 100,
  /** Patches in a row that handleParams may answer with another patch. */
  patchesInARow: 20,
  /** Refusals of one client's joins for one path within `refusalWindow` before it is slowed down. */
  refusals: 5,
  /** Milliseconds. */
  refusalWindow: 10_000,
  /** Characters of a page's HTML. */
  pageLength: 5 * 1024 * 1024,
} as const satisfies Record<string, number>;

/** Limits of the socket by name: the shape of `defaultLiveLimits`. */
export type LiveLimits = { readonly [K in keyof typeof defaultLiveLimits]: number };
