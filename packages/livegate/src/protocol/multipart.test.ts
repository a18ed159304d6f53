import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedMultipart, type PartHead, multipartBoundary, multipartSteps } from "./multipart.ts";

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = 7): Promise<readonly (readonly [PartHead, string])[]> {
  const parts: [PartHead, string][] = [];
  let pieces: Buffer[] = [];
  let head: PartHead | null = null;
  for await (const step of multipartSteps(inPieces(text, size), "XYZ")) {
    if (step.kind === "part") [head, pieces] = [step.head, []];
    else if (step.kind === "bytes") pieces.push(step.bytes);
    else if (head) parts.push([head, Buffer.concat(pieces).toString()]);
  }
  return parts;
}

const part = (head: string, body: string): string => `--XYZ\r\n${head}\r\n\r\n${body}\r\n`;
const field = (name: string, body: string): string => part(`Content-Disposition: form-data; name="${name}"`, body);

test("fields and files are read, in whatever pieces they come", async () => {
  const file = part(
    'Content-Disposition: form-data; name="cover"; filename="a \u00e4%22.png"\r\nContent-Type: image/png',
    "\r\n--XY\r\n\0bytes",
  );
  const text = `${field("title", "Bl\u00fce")}${file}${field("empty", "")}--XYZ--\r\nwhat follows doesn't count`;
  for (const size of [1, 2, 7, 64, 10_000]) {
    assert.deepEqual(await read(text, size), [
      [{ name: "title", fileName: null, type: "" }, "Bl\u00fce"],
      [{ name: "cover", fileName: 'a \u00e4".png', type: "image/png" }, "\r\n--XY\r\n\0bytes"],
      [{ name: "empty", fileName: null, type: "" }, ""],
    ]);
  }
});

test("a body that breaks off or isn't a form's is said to be so, wherever it is cut", async () => {
  const whole = `${field("title", "Blue")}--XYZ--`;
  for (let length = 0; length < whole.length; length++) {
    await assert.rejects(read(whole.slice(0, length)), MalformedMultipart, whole.slice(0, length));
  }
  const wrong = [
    `preamble${whole}`,
    `--XYZ\r\nContent-Type: text/plain\r\n\r\nx\r\n--XYZ--`,
    `--XYZfoo\r\n\r\n`,
    field("x".repeat(20_000), ""),
  ];
  for (const text of wrong) await assert.rejects(read(text), MalformedMultipart);
});

test("the boundary stands in the content type", () => {
  assert.equal(multipartBoundary("multipart/form-data; boundary=----Web123"), "----Web123");
  assert.equal(multipartBoundary('Multipart/Form-Data; charset=utf-8; boundary="a b"'), "a b");
  for (const other of [
    null,
    "",
    "text/plain",
    "multipart/mixed; boundary=x",
    "multipart/form-data",
    `multipart/form-data; boundary=${"x".repeat(71)}`,
  ]) {
    assert.equal(multipartBoundary(other), null, String(other));
  }
});
