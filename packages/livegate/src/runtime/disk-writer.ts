import { unlink } from "node:fs/promises";
import { type AnyUploadWriter, uploadWriter } from "../live/upload-writer.ts";
import type { TemporaryFile, TemporaryFileSource } from "../plug/plug-env.ts";

/** Writes each file into a temporary one; the handler gets its `path`, and may move it away. */
export const diskWriter = (files: TemporaryFileSource): AnyUploadWriter<{ readonly path: string }> =>
  uploadWriter({
    init: () => files.create(),
    writeChunk: ({ handle }: TemporaryFile, chunk) => writeAll(handle, chunk),
    meta: ({ path }) => ({ path }),
    close: ({ handle }) => handle.close(),
    dispose: ({ path }) => unlink(path).catch(ignoreMissing),
  });

async function writeAll(handle: TemporaryFile["handle"], chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    written += (await handle.write(chunk, written)).bytesWritten;
  }
}

/** The handler has moved it. */
function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}
