import { LivegateError } from "../errors/livegate-error.ts";
import { type ImageType, imagesOf } from "./image-type.ts";

/** Which files an upload takes. */
export interface UploadAccept {
  /** The text of the input's `accept`; null where any file is taken. */
  readonly text: string | null;
  /** Whether what the client says of a file fits: its type or its name's extension. */
  takes(file: { readonly name: string; readonly type: string }): boolean;
  /**
   * The kinds of images of which the file's first bytes have to be one; null where they aren't looked at: the file fits
   * because of a specifier that stands for more than images.
   */
  imagesFor(file: { readonly name: string; readonly type: string }): ReadonlySet<ImageType> | null;
}

type Described = { readonly name: string; readonly type: string };

const EXTENSION = /^\.[\w.-]+$/;
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/(?:[\w!#$&^.+-]+|\*)$/;

/** Reads an upload's `accept`. Throws LG_UPLOAD_OPTION. */
export function uploadAccept(given: readonly string[] | "any"): UploadAccept {
  if (given === "any") return { text: null, takes: () => true, imagesFor: () => null };
  const specifiers = given.map((specifier) => specifier.toLowerCase());
  const wrong = specifiers.find((specifier) => !EXTENSION.test(specifier) && !MEDIA_TYPE.test(specifier));
  if (wrong !== undefined || specifiers.length === 0) {
    const what = wrong === undefined ? "names nothing" : `names ${JSON.stringify(wrong)}`;
    throw new LivegateError(
      "LG_UPLOAD_OPTION",
      `An upload's "accept" ${what}: extensions (".pdf") and media types fit.`,
    );
  }
  const fitting = (file: Described) => specifiers.filter((specifier) => fits(specifier, file));
  return {
    text: specifiers.join(","),
    takes: (file) => fitting(file).length > 0,
    imagesFor(file) {
      const taken = fitting(file);
      if (taken.some((specifier) => imagesOf(specifier).length === 0)) return null;
      // Which of the accepted kinds it is said to be doesn't matter: names of images are often wrong.
      return new Set(specifiers.flatMap(imagesOf));
    },
  };
}

function fits(specifier: string, { name, type }: Described): boolean {
  if (specifier.startsWith(".")) return name.toLowerCase().endsWith(specifier);
  const plain = type.replace(/;.*$/, "").trim();
  return specifier.endsWith("/*") ? plain.startsWith(specifier.slice(0, -1)) : plain === specifier;
}
