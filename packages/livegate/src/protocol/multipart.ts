/** What stands before the bytes of a part of a form: RFC 7578, section 4. */
export interface PartHead {
  /** The name of the field. */
  readonly name: string;
  /** The name of the file, as it was sent; null for a field that is none. */
  readonly fileName: string | null;
  /** The media type of a file, as it was sent. */
  readonly type: string;
}

/** One step through a body: a part begins, bytes of it, or its end. */
export type MultipartStep =
  | { readonly kind: "part"; readonly head: PartHead }
  | { readonly kind: "bytes"; readonly bytes: Buffer }
  | { readonly kind: "end" };

/** A body that is no form: it broke off, or has what no browser sends. */
export class MalformedMultipart extends Error {}

/** Bytes of a part's own headers; browsers send some hundred. */
const HEAD_BYTES = 16_384;

const NONE = Buffer.alloc(0);

/** The boundary of a form's body by its content type; null where it is no such form. RFC 2046, section 5.1.1. */
export function multipartBoundary(contentType: string | null): string | null {
  const [, quoted, plain] =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^;\s"]+))/i.exec(contentType ?? "") ?? [];
  const boundary = quoted ?? plain ?? "";
  return boundary === "" || boundary.length > 70 ? null : boundary;
}

/**
 * Goes through the parts of a form's body as it comes, and holds no more of it than a piece. Throws MalformedMultipart, also where the
 * body breaks off.
 */
export async function* multipartSteps(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<MultipartStep> {
  const pieces = body[Symbol.asyncIterator]();
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first boundary has no line before it.
  let held: Buffer = Buffer.from("\r\n");
  const more = async (): Promise<void> => {
    const { value, done } = await pieces.next();
    if (done) throw new MalformedMultipart("it breaks off");
    held = held.length === 0 ? Buffer.from(value) : Buffer.concat([held, value]);
  };
  const until = async (mark: Buffer | string, most: number): Promise<Buffer> => {
    let at = held.indexOf(mark);
    for (; at < 0; at = held.indexOf(mark)) {
      if (held.length > most) throw new MalformedMultipart("a head is too long");
      await more();
    }
    const found = held.subarray(0, at);
    held = held.subarray(at + mark.length);
    return found;
  };

  if ((await until(delimiter, HEAD_BYTES)).length > 0)
    throw new MalformedMultipart("it doesn't begin with its boundary");
  for (;;) {
    while (held.length < 2) await more();
    if (held.toString("latin1", 0, 2) === "--") return;
    if (held.toString("latin1", 0, 2) !== "\r\n") throw new MalformedMultipart("a boundary goes on");
    // A part without a head begins with the empty line itself.
    yield { kind: "part", head: partHead((await until("\r\n\r\n", HEAD_BYTES)).toString("utf8")) };
    for (let at = held.indexOf(delimiter); ; at = held.indexOf(delimiter)) {
      const known = at >= 0 ? at : Math.max(0, held.length - delimiter.length + 1);
      const bytes = known === 0 ? NONE : Buffer.from(held.subarray(0, known));
      held = held.subarray(at >= 0 ? at + delimiter.length : known);
      if (bytes.length > 0) yield { kind: "bytes", bytes };
      if (at >= 0) break;
      await more();
    }
    yield { kind: "end" };
  }
}

function partHead(text: string): PartHead {
  const header = (name: string): string =>
    new RegExp(`\\r\\n${name}:[ \\t]*([^\\r\\n]*)`, "i").exec(`\r\n${text.trimStart()}`)?.[1] ?? "";
  const disposition = header("content-disposition");
  const name = parameter(disposition, "name");
  if (!/^form-data\s*;/i.test(disposition) || name === null) throw new MalformedMultipart("a part has no name");
  return { name, fileName: parameter(disposition, "filename"), type: header("content-type") };
}

/** Browsers write quotes and line ends in names as %22, %0D and %0A. */
function parameter(disposition: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}="([^"]*)"`, "i").exec(disposition)?.[1];
  return found?.replaceAll(/%22|%0d|%0a/gi, (escaped) => decodeURIComponent(escaped)) ?? null;
}
