/** A kind of image that its first bytes tell. */
interface ImageKind {
  readonly type: ImageType;
  readonly extensions: readonly string[];
  readonly is: (head: Uint8Array) => boolean;
}

/** The media types that `imageTypeOf` knows. */
export type ImageType = "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/avif";

/** As many bytes tell what a file is. */
export const TELLING_BYTES = 16;

const text = (head: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...head.subarray(from, Math.min(to, head.length)));

const KINDS: readonly ImageKind[] = [
  { type: "image/png", extensions: [".png"], is: (head) => text(head, 0, 8) === "\x89PNG\r\n\x1a\n" },
  { type: "image/jpeg", extensions: [".jpg", ".jpeg"], is: (head) => text(head, 0, 3) === "\xff\xd8\xff" },
  { type: "image/gif", extensions: [".gif"], is: (head) => /^GIF8[79]a/.test(text(head, 0, 6)) },
  {
    type: "image/webp",
    extensions: [".webp"],
    is: (head) => text(head, 0, 4) === "RIFF" && text(head, 8, 12) === "WEBP",
  },
  { type: "image/avif", extensions: [".avif"], is: (head) => /^ftypavi[fs]/.test(text(head, 4, 12)) },
];

/**
 * What kind of image begins with these bytes: PNG, JPEG, GIF, WebP or AVIF; null for anything else, SVG and HTML included.
 *
 * It looks at the signature alone, 16 bytes at most: a file may still be broken, or hold something else behind it. Serve it
 * with this type, `x-content-type-options: nosniff`, and never as HTML. Source: the formats' specifications; ASVS V5.2.2.
 *
 * @example
 * imageTypeOf(Buffer.from("GIF89a…")); // "image/gif"
 */
export const imageTypeOf = (head: Uint8Array): ImageType | null => KINDS.find(({ is }) => is(head))?.type ?? null;

/** The kinds of images that a specifier of `accept` stands for: ".jpg", "image/png", "image/*". Empty for anything else. */
export function imagesOf(specifier: string): readonly ImageType[] {
  if (specifier === "image/*") return KINDS.map(({ type }) => type);
  return KINDS.filter(({ type, extensions }) => type === specifier || extensions.includes(specifier)).map(
    ({ type }) => type,
  );
}
