/** How much the wire may carry. Sizes are bytes; beyond one of these a client gets a refusal, never a crash. */
export const limits = {
  /** One WebSocket frame. */
  frameBytes: 1_048_576,
  /** Frames that are sent over HTTP together, as one body. */
  batchBytes: 4 * 1_048_576,
  /** Frames in such a body, as many as the stock client puts into one. */
  batchFrames: 100,
  /** A join with its page's URL, tokens and connect parameters. */
  joinBytes: 131_072,
  /** Any other event than a form's. */
  eventBytes: 65_536,
  /** A form, decoded, over the socket as over HTTP. */
  formBytes: 262_144,
  /** The query string of a URL, as it was sent. */
  queryBytes: 16_384,
  /** Bracket levels of a form's name: `a[b][c]` has three. */
  formDepth: 10,
  /** Name and value pairs of a form or query string. */
  formKeys: 1_000,
  /** What says which files were picked: 250 bytes each, or so. */
  fileListBytes: 262_144,
  /** Files that one message may name. */
  filesAtOnce: 1_000,
  /** What the frame of a chunk may have besides the chunk: topic, references, lengths. */
  chunkOverheadBytes: 300,
  /** Characters of a file's name; what is more is cut off before its extension. */
  fileNameLength: 255,
  /** Arrays and objects inside each other in the value of an event. */
  jsonDepth: 32,
  /** Characters of a topic or an event's name. */
  nameLength: 256,
  /** Characters of a message's reference; the client counts from 1. */
  refLength: 32,
} as const;
