import type { DomControl } from "./dom.ts";

/** A file that a test picks. */
export interface TestFile {
  readonly name: string;
  /** Its media type (default: none, as of a file that the browser doesn't know). */
  readonly type?: string;
  readonly content: string | Uint8Array;
}

/** A file that was picked, as the stock client knows it. */
export interface PickedFile {
  /** Counts over all files of the page. */
  readonly ref: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The files that were picked in the inputs of a page, by the references of their uploads, or by their names where no view knows them. */
export class PickedFiles {
  readonly #byInput = new Map<string, readonly PickedFile[]>();
  #next = 0;

  /** Takes files into an input: besides those in it where it takes several, else in their place. */
  add(input: DomControl, files: readonly TestFile[]): void {
    const picked = files.map(({ name, type = "", content }): PickedFile => {
      const bytes = typeof content === "string" ? Buffer.from(content) : content;
      return { ref: String(this.#next++), name, type, bytes };
    });
    this.#byInput.set(keyOf(input), [...(input.hasAttribute("multiple") ? this.of(input) : []), ...picked]);
  }

  /** The files of an input that the server still has, or hasn't been told of. */
  of(input: DomControl): readonly PickedFile[] {
    const known = refsIn(input, "active");
    return (this.#byInput.get(keyOf(input)) ?? []).filter(({ ref }) => known.has(ref) || !this.#told.has(ref));
  }

  /** Those of them that the server was never asked about. */
  unasked(input: DomControl): readonly PickedFile[] {
    const asked = refsIn(input, "preflighted");
    return this.of(input).filter(({ ref }) => !asked.has(ref));
  }

  /** The server has been told of these. */
  told(files: readonly PickedFile[]): void {
    for (const { ref } of files) this.#told.add(ref);
  }

  readonly #told = new Set<string>();
}

export const uploadRefOf = (input: DomControl): string => input.getAttribute("data-phx-upload-ref") ?? "";

const keyOf = (input: DomControl): string => uploadRefOf(input) || `${input.form?.id ?? ""} ${input.name}`;

const refsIn = (input: DomControl, kind: "active" | "preflighted"): ReadonlySet<string> =>
  new Set((input.getAttribute(`data-phx-${kind}-refs`) ?? "").split(","));

/** What the client says of a file. */
export const describedFile = ({ ref, name, type, bytes }: PickedFile): object => ({
  ref,
  name,
  type,
  size: bytes.length,
  relative_path: "",
  last_modified: 0,
});
