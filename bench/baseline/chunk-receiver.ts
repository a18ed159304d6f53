import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WebSocket } from "ws";

const TEXT = { binary: false };

/** What taking a file by chunks costs the machine itself: each is written to a file and then answered with `ok`. */
export async function receiveChunks(socket: WebSocket, id: number): Promise<void> {
  const path = join(tmpdir(), `livegate-bench-${process.pid}-${id}`);
  const file: FileHandle = await open(path, "wx", 0o600);
  socket.on("message", (data: Buffer) => {
    void file.write(data).then(() => socket.send("ok", TEXT));
  });
  socket.on("close", () => {
    void file.close().then(() => unlink(path));
  });
  socket.send("ready", TEXT);
}
