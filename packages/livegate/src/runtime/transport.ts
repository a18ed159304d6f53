/** What a connection needs of the wire below it: a WebSocket, or a test's array. */
export interface Transport {
  /**
   * Queues one text frame. Never throws; after a close it does nothing. A frame that may wait leaves with those of other
   * connections when what runs now has ended, and before any later one of its own connection.
   */
  send(frame: string, mayWait?: boolean): void;
  /** Starts the closing handshake with a code of RFC 6455, section 7.4. */
  close(code: number, reason: string): void;
  /** Cuts the wire at once, for a peer that does not read. */
  terminate(): void;
  /** Bytes that were sent and have not left the process yet. */
  readonly bufferedAmount: number;
}
