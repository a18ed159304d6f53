import type { OpenUpload } from "../live/open-upload.ts";
import type { UploadFile } from "../live/upload-file.ts";
import { memoryWriter } from "../live/upload-writer.ts";
import type { Logger } from "../plug/logger.ts";
import type { TemporaryFileSource } from "../plug/plug-env.ts";
import { diskWriter } from "./disk-writer.ts";
import { UploadTransfer } from "./upload-transfer.ts";

interface TransferPlace {
  readonly temporaryFiles: TemporaryFileSource;
  readonly log: Logger;
  /** Called once, as soon as nothing more is taken. */
  readonly onDrop: () => void;
}

/** Makes a file's way into the writer that its upload declares, and has the file know of it. */
export function beginTransfer({ def }: OpenUpload, file: UploadFile, place: TransferPlace): UploadTransfer {
  const { log, onDrop, temporaryFiles } = place;
  const { writer, accept } = def;
  const transfer = new UploadTransfer({
    writer: writer === "disk" ? diskWriter(temporaryFiles) : writer === "memory" ? memoryWriter : writer,
    size: file.client.size,
    images: accept.imagesFor(file.client),
    log,
    onDrop,
  });
  file.attach(transfer);
  return transfer;
}
