import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** Answers what gets no page with a plain HTTP response, and hangs up. */
export function hangUp(wire: Duplex, status: number, reason: string): void {
  const body = `${reason}\n`;
  wire.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Refused"}`,
      "Connection: close",
      "Content-Type: text/plain; charset=utf-8",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
    () => wire.destroy(),
  );
}
