const finalText = 0x81;

/** One unmasked text frame of RFC 6455, header and payload in a single buffer: half the cost of sending them apart. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = finalText;
  if (start === 2) frame[1] = length;
  else writeLength(frame, length);
  frame.write(text, start, length, "utf8");
  return frame;
}

function writeLength(frame: Buffer, length: number): void {
  if (length < 65_536) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
}
